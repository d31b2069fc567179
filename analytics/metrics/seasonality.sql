-- Orders, revenue and buying customers of the customers in scope in every month of trade.
with
bought as (
    select month, orders, revenue
    from warehouse.customer_months
    join scope using (customer_key)
    cross join period
    where month + interval 1 month <= as_of + interval 1 day
)

select month, sum(orders) as orders, sum(revenue) as revenue, count(*) filter (orders > 0) as customers
from bought
group by month
having sum(orders) > 0 or sum(revenue) <> 0
order by month
