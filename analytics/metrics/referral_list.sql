-- Customers in scope whom another brought, the most valuable first.
with
brought as (
    select *
    from scoped_customers
    where referred_by is not null and ($referrer is null or referred_by = $referrer)
)

select
    brought.customer_key, brought.customer_id, brought.name, brought.size, brought.grade, brought.branch,
    brought.account_manager, coalesce(others.name, brought.referred_by) as referred_by, brought.acquired_on,
    brought.value, brought.revenue_total, brought.status, brought.lost_on
from brought
left join customers_now as others on others.customer_id = brought.referred_by
order by brought.value desc nulls last, brought.customer_id
