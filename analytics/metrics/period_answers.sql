-- Each customer's latest answer to every question of the survey within the period, the one before and the one
-- a year ago. An answer without a date counts in whatever period is looked at.
select
    stretch,
    customer_key,
    question,
    latest.score_five as score_five,
    cast(floor(latest.score_five + 0.5) as integer) as level,
    latest.score as score,
    latest.scale_min as scale_min,
    latest.scale_max as scale_max,
    latest.expected_five as expected_five
from (
    select
        stretches.stretch,
        answers.customer_key,
        answers.question,
        arg_max(
            {{
                'score_five': answers.score_five, 'score': answers.score, 'scale_min': answers.scale_min,
                'scale_max': answers.scale_max, 'expected_five': answers.expected_five
            }},
            coalesce(answers.answered_on, answers.sent_on, date '0001-01-01')) as latest
    from survey_answers as answers
    join scope using (customer_key)
    join (
        select 'now' as stretch, period_start as from_on, period_end as to_on from period
        union all
        select 'before', previous_start, previous_end from period where previous_start is not null
        union all
        select 'year_ago', year_ago_start, year_ago_end from period where year_ago_start is not null
    ) as stretches
        on (answers.answered_on >= stretches.from_on and answers.answered_on < stretches.to_on)
        or (stretches.stretch = 'now' and (answers.answered_on is null or stretches.from_on is null))
    -- Yes and no are not a scale of satisfaction.
    where answers.scale_max - answers.scale_min > 1
    group by all
) as latest_answers
