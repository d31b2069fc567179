-- What one customer bought in each month, and how long they usually wait between two days of trade.
with
days as (
    select bought.day, bought.revenue, bought.orders
    from warehouse.customer_days as bought
    cross join period
    where bought.customer_key = $customer_key and bought.day <= as_of
),

gaps as (
    select median(gap) as usual_gap, count(gap) as gaps
    from (
        select day - lag(day) over (order by day) as gap
        from days
        where orders > 0)
),

months as (
    select
        cast(date_trunc('month', day) as date) as month,
        cast(sum(revenue) as bigint) as revenue,
        cast(sum(orders) as integer) as orders,
        cast(coalesce(sum(revenue) filter (day <= as_of - 365 and day > as_of - 730), 0) as bigint) as year_before
    from days
    cross join period
    group by month
)

select month, revenue, orders, year_before, usual_gap, gaps
from months
cross join gaps
order by month
