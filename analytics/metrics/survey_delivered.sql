-- Every benefit and every cost as sums over the customers who answered about both in the period.
with
answers as (
    select customer_key, question, score_five, is_cost
    from period_answers
    where stretch = 'now' and (is_cost or list_contains($benefits, question))
),

both_sides as (
    select customer_key
    from answers
    group by customer_key
    having bool_or(is_cost) and not bool_and(is_cost)
)

select
    question,
    count(*) as customers,
    sum(score_five) as total,
    sum(score_five * score_five) as squares
from answers
join both_sides using (customer_key)
group by question
