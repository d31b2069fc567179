-- The living customers of a segment as they are counted: what they are alike in, what a year with them is worth, and the
-- risk the serving model sees; texts of a hundred thousand customers would take longer than all the rest.
with
members as (
    select customer_key, customer_id, size, grade, value, margin_12m
    from scoped_customers
    where status = 'active' and {condition}
)

select
    members.customer_key,
    members.size,
    members.grade,
    greatest(coalesce(members.margin_12m, members.value, 0), 0)::double as worth,
    scores.risk
from members
left join {dimension} as scores using (customer_id)
