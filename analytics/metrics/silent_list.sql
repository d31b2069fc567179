-- Living customers whose last trade lies at least so many days back, most value first.
with
silent as (
    select customers_now.*, as_of - last_order_on as days
    from customers_now
    join scope using (customer_key)
    cross join period
    where status = 'active' and last_order_on <= as_of - $days
)

select
    customer_key, customer_id, name, size, grade, segment, branch, account_manager,
    last_order_on, days, value, last_contact_on
from silent
where $segment = 'all' or cast(segment as varchar) = $segment
order by value desc nulls last, customer_id
