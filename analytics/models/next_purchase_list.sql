-- The living customers in scope, as lists show them.
with
living as (
    select * from scoped_customers where status = 'active'
)

select customer_key, customer_id, name, size, grade, segment, branch, account_manager, value, last_contact_on
from living
