-- Each customer's latest answer to every question of the survey within the period, the one before and the one
-- a year ago. An answer without a date has that of its sending; without either it counts in whatever period is
-- looked at.
select
    stretches.stretch,
    answers.customer_key,
    answers.question,
    answers.score_five,
    cast(floor(answers.score_five + 0.5) as integer) as level,
    answers.score,
    answers.scale_min,
    answers.scale_max,
    answers.expected_five,
    -- Much of a cost is no satisfaction.
    answers.question in ('money_cost', 'time_cost', 'energy_cost', 'psychic_cost') as is_cost
from survey_answers as answers
join scope on scope.customer_key = answers.customer_key
join (
    select 'now' as stretch, period_start as from_on, period_end as to_on from period
    union all
    select 'before', previous_start, previous_end from period where previous_start is not null
    union all
    select 'year_ago', year_ago_start, year_ago_end from period where year_ago_start is not null
) as stretches
    on (coalesce(answers.answered_on, answers.sent_on) >= stretches.from_on
        and coalesce(answers.answered_on, answers.sent_on) < stretches.to_on)
    or (stretches.stretch = 'now'
        and (coalesce(answers.answered_on, answers.sent_on) is null or stretches.from_on is null))
-- Yes and no are not a scale of satisfaction.
where answers.scale_max - answers.scale_min > 1
    and (answers.next_on is null or answers.next_on >= stretches.to_on)
