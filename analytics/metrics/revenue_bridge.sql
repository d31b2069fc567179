-- Revenue of each customer in scope in every quarter counted back from the end of the window, newest first (0);
-- of everything, or of one line of business; and whether it was won before the records begin.
with
sold as (
    select customer_key, acquired_on, day, revenue
    from warehouse.customer_days
    join scoped_customers using (customer_key)
    where $line = 'all' and day >= cast($first_on as date) and day < cast($window_end as date)

    union all

    select customers.customer_key, customers.acquired_on, orders.ordered_on, cast(100 * orders.revenue as bigint)
    from warehouse.orders as orders
    join scoped_customers as customers using (customer_id)
    where $line <> 'all' and (coalesce(orders.kind, 'other') = 'machine') = ($line = 'machines')
        and orders.ordered_on >= cast($first_on as date) and orders.ordered_on < cast($window_end as date)
)

select
    customer_key,
    coalesce(acquired_on < cast($records_begin as date), false) as old,
    cast(date_sub('month', day + 1, cast($window_end as date)) as integer) // 3 as quarter,
    cast(sum(revenue) as bigint) as revenue
from sold
group by all
