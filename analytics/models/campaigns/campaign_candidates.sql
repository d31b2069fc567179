-- The living customers of a segment: grade, size, what a year with them is worth, and the risk the serving model sees.
with
members as (
    select customer_key, customer_id, name, size, grade, branch, account_manager, value, margin_12m
    from scoped_customers
    where status = 'active' and {condition}
)

select
    members.customer_key,
    members.customer_id,
    members.name,
    cast(members.size as varchar) as size,
    members.grade,
    cast(members.branch as varchar) as branch,
    cast(members.account_manager as varchar) as account_manager,
    greatest(coalesce(members.margin_12m, members.value, 0), 0)::double as worth,
    scores.risk
from members
left join {dimension} as scores using (customer_id)
order by members.customer_key
