-- The latest answer about problems that each customer gave within the period, with the complaints of the time it
-- asks about.
with
latest as (
    select
        outcomes.customer_key,
        arg_max(outcomes.had_problem, outcomes.began_on) as had_problem,
        arg_max(outcomes.complaints_before, outcomes.began_on) as complaints
    from problem_outcomes as outcomes
    join scope using (customer_key)
    cross join period
    where
        outcomes.complaint_id is null
        and outcomes.began_on >= coalesce(period_start, outcomes.began_on)
        and outcomes.began_on < coalesce(period_end, outcomes.began_on + 1)
    group by outcomes.customer_key
)

select
    -- Who complained had a problem, whatever was answered.
    had_problem or complaints > 0 as had_problem, complaints, count(*) as customers
from latest
group by all
order by all
