-- Each customer's profit-and-loss account of the period, before unit costs are put to it.
with
activity as (
    select * from customer_activity
)

select
    activity.customer_key, customers_now.customer_id, customers_now.name, customers_now.size, customers_now.grade,
    activity.* exclude (customer_key), customers_now.status, customers_now.branch, customers_now.account_manager
from activity
join customers_now using (customer_key)
order by activity.customer_key
