-- How many customers gave each score in every wave; where waves have no name, in every quarter.
with
known as (
    select
        answers.customer_key,
        answers.question,
        coalesce(answers.wave, strftime(answers.answered_on, '%Y') || 'Q' || quarter(answers.answered_on)) as wave,
        answers.answered_on,
        answers.score,
        answers.scale_min,
        answers.scale_max
    from survey_answers as answers
    join scope using (customer_key)
    cross join period
    where answers.scale_max - answers.scale_min > 1
        and answers.answered_on is not null and answers.answered_on <= as_of
        and answers.question = $question
),

latest as (
    select
        customer_key,
        wave,
        max(answered_on) as answered_on,
        arg_max({{'score': score, 'low': scale_min, 'high': scale_max}}, answered_on) as answer
    from known
    group by customer_key, wave
),

began as (
    select wave, min(answered_on) as from_on, max(answered_on) as to_on from latest group by wave
)

select
    began.wave,
    began.from_on,
    began.to_on,
    answer.low as scale_min,
    answer.high as scale_max,
    answer.score as score,
    count(*) as answers
from latest
join began using (wave)
where {condition}
group by all
order by began.from_on, began.wave, scale_min, scale_max, score
