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
from (
    select
        survey_answers.*,
        -- A day of the period for an answer without one. Not `period`: a parameter leaves rows out as they are read.
        coalesce(answered_on, sent_on, coalesce(cast($period_end as date), date '9999-12-31') - 1) as counted_on
    from survey_answers
    join scope using (customer_key)
) as answers
join (
    select 'now' as stretch, coalesce(period_start, date '0001-01-01') as from_on,
        coalesce(period_end, date '9999-12-31') as to_on
    from period
    union all
    select 'before', previous_start, previous_end from period where previous_start is not null
    union all
    select 'year_ago', year_ago_start, year_ago_end from period where year_ago_start is not null
) as stretches on answers.counted_on >= stretches.from_on and answers.counted_on < stretches.to_on
-- Yes and no are not a scale of satisfaction, nor is what a customer buys elsewhere.
where answers.scale_max - answers.scale_min > 1
    and answers.question not in ('share_of_wallet', 'supplier_rank')
    and answers.counted_on >= coalesce(
        least(cast($period_start as date), cast($previous_start as date), cast($year_ago_start as date)),
        date '0001-01-01')
    and (answers.next_on is null or answers.next_on >= stretches.to_on)
