-- Customers of the as-of day with the contacts of the last year, what they brought in it, and how long they were there.
with
activity as (
    select * from customer_activity
),

living as (
    select customer_key
    from scoped_spells
    cross join period
    where from_on <= as_of and to_on > as_of
)

select
    scoped_customers.customer_key, scoped_customers.customer_id, scoped_customers.name,
    coalesce(cast(scoped_customers.size as varchar), '') as size,
    scoped_customers.grade, scoped_customers.branch, scoped_customers.account_manager,
    coalesce(activity.revenue, 0) as revenue,
    coalesce(activity.margin, 0) as margin,
    coalesce(activity.visits, 0) as visits,
    coalesce(activity.calls, 0) as calls,
    coalesce(activity.messages, 0) as messages,
    date_diff('day', greatest(period_start, scoped_customers.acquired_on), period_end) as days
from living
join scoped_customers using (customer_key)
left join activity using (customer_key)
cross join period
where date_diff('day', greatest(period_start, scoped_customers.acquired_on), period_end) >= $fewest_days
order by scoped_customers.customer_key
