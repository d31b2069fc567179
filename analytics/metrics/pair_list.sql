-- Living customers in scope who bought the first of two items in the history looked at, with or without the second;
-- most value first.
with
bought as (
    select
        scoped_customers.customer_key,
        max(orders.ordered_on) filter (orders.{dimension} = $first) as last_bought_on,
        count(*) filter (orders.{dimension} = $second) > 0 as has_second
    from warehouse.orders
    join scoped_customers using (customer_id)
    cross join period
    where orders.{dimension} in ($first, $second) and orders.ordered_on <= as_of
        and orders.ordered_on > as_of - cast($history_days as integer)
        and coalesce(orders.quantity, 1) > 0 and orders.revenue >= 0
    group by scoped_customers.customer_key
)

select
    customer_key, customer_id, name, size, grade, segment, branch, account_manager, bought.last_bought_on, value,
    last_contact_on
from bought
join customers_now using (customer_key)
where bought.last_bought_on is not null and bought.has_second = $both and customers_now.status = 'active'
order by value desc nulls last, customer_id
