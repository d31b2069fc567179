with
lines as (
    select
        dimensions.customer_key,
        orders.ordered_on as day,
        hash(orders.order_id) as order_number,
        cast(orders.revenue * 100 as bigint) as revenue,
        cast(coalesce(orders.cost, orders.revenue * (1 - parameters.default_margin)) * 100 as bigint) as cost
    from orders
    join dimensions using (customer_id)
    cross join parameters
),

whole_orders as (
    select
        customer_key, day, order_number,
        sum(revenue) as revenue, sum(cost) as cost, max(revenue) >= 0 as is_trade, count(*) as lines
    from lines
    group by customer_key, day, order_number
),

days as (
    select
        customer_key,
        day,
        cast(sum(revenue) as bigint) as revenue,
        cast(sum(cost) as bigint) as cost,
        cast(count(*) filter (is_trade) as integer) as orders,
        cast(sum(lines) as integer) as lines
    from whole_orders
    group by customer_key, day
)

select
    *,
    cast(sum(revenue) over last_year as bigint) as value_12m,
    cast(sum(revenue - cost) over last_year as bigint) as margin_12m,
    cast(sum(orders) over last_year as integer) as orders_12m
from days
window last_year as (
    partition by customer_key order by day
    range between interval 364 days preceding and current row)
order by customer_key, day
