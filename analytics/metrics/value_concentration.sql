-- What each customer brought in the period and what was done for it, with what lists show of a customer.
with
activity as (
    select * from customer_activity
)

select activity.*
from activity
order by activity.customer_key
