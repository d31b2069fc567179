with
scaled as (
    select
        dimensions.customer_key,
        surveys.sent_on,
        surveys.answered_on,
        surveys.wave,
        coalesce(surveys.question, 'overall') as question,
        surveys.score,
        coalesce(surveys.scale_min, 1) as scale_min,
        coalesce(surveys.scale_max, 5) as scale_max,
        surveys.expected,
        surveys.importance,
        surveys.comment,
        surveys.respondent_group
    from surveys
    join dimensions using (customer_id)
    -- A row without a score is a question that was not answered.
    where surveys.score is not null
)

select
    customer_key,
    sent_on,
    answered_on,
    wave,
    question,
    -- The ends of the company's scale are the ends of ours; between them the steps are equal.
    1 + 4 * (score - scale_min) / nullif(scale_max - scale_min, 0) as score_five,
    score,
    scale_min,
    scale_max,
    -- The expectation was asked on the same scale as the answer.
    1 + 4 * (expected - scale_min) / nullif(scale_max - scale_min, 0) as expected_five,
    importance,
    comment,
    respondent_group,
    -- Which answer is the latest of a period is then told without looking at the customer's others.
    lead(coalesce(answered_on, sent_on, date '0001-01-01')) over answers as next_on,
    lead(wave) over answers is distinct from wave or lead(customer_key) over answers is null as last_of_wave
from scaled
window answers as (
    partition by customer_key, question order by coalesce(answered_on, sent_on, date '0001-01-01'), score)
order by customer_key, answered_on
