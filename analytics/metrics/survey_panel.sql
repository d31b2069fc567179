-- Customers who answered in the earlier period, by level then and level now; without the latter where they did
-- not answer again.
with
pairs as (
    select
        question,
        max(level) filter (stretch = $against) as level_then,
        max(level) filter (stretch = 'now') as level_now
    from period_answers
    where stretch in ('now', $against) and not is_cost
    group by customer_key, question
)

select question, level_then, coalesce(level_now, 0) as level_now, count(*) as customers
from pairs
where level_then is not null
group by all
order by question, level_then, level_now
