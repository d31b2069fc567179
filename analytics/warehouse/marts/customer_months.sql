select
    customer_key,
    cast(date_trunc('month', day) as date) as month,
    cast(sum(revenue) as bigint) as revenue,
    cast(sum(cost) as bigint) as cost,
    cast(sum(orders) as integer) as orders
from customer_days
group by customer_key, month
order by customer_key, month
