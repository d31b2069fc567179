-- Each customer's profit-and-loss account of the period, with the beginning of its relation.
with
activity as (
    select * from customer_activity
),

beginnings as (
    select * from relation_beginnings
)

select
    activity.customer_key, customers_now.customer_id, customers_now.name, customers_now.size, customers_now.grade,
    beginnings.began_on as acquired_on, beginnings.source as acquisition_channel, activity.* exclude (customer_key),
    customers_now.status, customers_now.branch, customers_now.account_manager, beginnings.relation
from activity
join beginnings using (customer_key)
join customers_now using (customer_key)
order by activity.customer_key
