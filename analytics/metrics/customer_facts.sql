-- One customer as they are known, with what only the customers file says.
with
known as (
    select customers.*
    from {dimension} as customers
    where customers.customer_id = $customer
),

recorded as (
    select customer_id, birthday, purchase_reason, contract_start
    from warehouse.customers
    where customer_id = $customer
)

select known.*, recorded.* exclude (customer_id)
from known
left join recorded using (customer_id)
