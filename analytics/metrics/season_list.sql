-- The customers in scope who bought in one month, most revenue first.
with
bought as (
    select customer_key, orders, revenue
    from warehouse.customer_months
    join scope using (customer_key)
    where month = $month and orders > 0
)

select
    customer_key, customer_id, name, size, grade, segment, branch, account_manager, bought.orders, bought.revenue,
    last_order_on, status
from bought
join customers_now using (customer_key)
order by bought.revenue desc nulls last, customer_id
