-- Perceived and expected value of every question, as sums over customers; and benefits less costs of each customer.
with
answers as (
    select question, score_five as perceived, expected_five as expected
    from period_answers
    where stretch = 'now' and expected_five is not null
),

per_question as (
    select
        question,
        count(*) as customers,
        sum(perceived) as first_sum,
        sum(expected) as second_sum,
        sum(perceived * perceived) as first_squares,
        sum(expected * expected) as second_squares,
        sum(perceived * expected) as products
    from answers
    group by question
),

per_customer as (
    select
        customer_key,
        avg(score_five) filter (list_contains($benefits, question)) as benefit,
        avg(score_five) filter (list_contains($costs, question)) as cost
    from period_answers
    where stretch = 'now'
    group by customer_key
),

delivered as (
    select
        null as question,
        count(*) as customers,
        sum(benefit) as first_sum,
        sum(cost) as second_sum,
        sum(benefit * benefit) as first_squares,
        sum(cost * cost) as second_squares,
        sum(benefit * cost) as products
    from per_customer
    where benefit is not null and cost is not null
    having count(*) > 0
)

select * from per_question
union all
select * from delivered
