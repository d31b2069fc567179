-- The customers that tasks are about, as lists show them; those under the filters only.
with
asked as (
    select distinct unnest(cast($customers as varchar[])) as customer_id
)

select customer_id, name, grade, value, phone, branch, account_manager
from asked
join scoped_customers using (customer_id)
order by customer_id
