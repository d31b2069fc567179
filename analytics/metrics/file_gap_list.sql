-- Customers whose file does not hold a field that is asked for; most value first.
with
gaps as (
    select customers.*
    from scoped_customers as customers
    left join warehouse.customers as recorded using (customer_id)
    where customers.status = 'active' and {condition}
)

select
    customer_key, customer_id, name, size, grade, value, branch, account_manager, phone, last_contact_on, last_order_on
from gaps
order by value desc nulls last, customer_id
