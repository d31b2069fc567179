-- What each customer brought in the period and what was done for it, with whether its relation is old or new.
with
activity as (
    select * from customer_activity
),

beginnings as (
    select * from relation_beginnings
)

select activity.*, beginnings.relation, beginnings.source
from activity
join beginnings using (customer_key)
order by activity.customer_key
