-- Service jobs and complaints of the period, by the grade their customers had at its start.
with
at_start as (
    select customer_key, from_grade as grade
    from grade_ends
    where from_grade in ('A', 'B', 'C', 'D')
),

served as (
    select
        at_start.grade,
        facts.customer_key,
        count(facts.on_time) as timed,
        count(*) filter (facts.on_time) as on_time,
        count(facts.right_first_time) as checked,
        count(*) filter (facts.right_first_time) as right_first_time
    from service_facts as facts
    join at_start using (customer_key)
    cross join period
    where facts.done_on >= period_start and facts.done_on < period_end and facts.done_on <= as_of
    group by at_start.grade, facts.customer_key
),

done as (
    -- Of either share: customers, hits, jobs, and the sums that tell how alike one customer's jobs are.
    select
        grade,
        [count(*) filter (timed > 0), sum(on_time), sum(timed), sum(on_time * on_time), sum(timed * timed),
            sum(on_time * timed)]::bigint[] as on_time,
        [count(*) filter (checked > 0), sum(right_first_time), sum(checked),
            sum(right_first_time * right_first_time), sum(checked * checked),
            sum(right_first_time * checked)]::bigint[] as right_first_time
    from served
    group by grade
),

complained as (
    -- An open one has waited until the as-of day, and its closing is still to come.
    select
        at_start.grade,
        list(cast(least(coalesce(facts.closed_on, as_of), as_of) - facts.opened_on as integer) order by facts.complaint_id) as days,
        list(facts.closed_on is not null and facts.closed_on <= as_of order by facts.complaint_id) as closed
    from complaint_facts as facts
    join at_start using (customer_key)
    cross join period
    where facts.opened_on >= period_start and facts.opened_on < period_end and facts.opened_on <= as_of
        and (facts.closed_on is not null or facts.outcome = 'open')
    group by at_start.grade
),

counted as (
    select grade, count(*) as customers from at_start group by grade
)

select
    counted.grade, counted.customers,
    coalesce(done.on_time, [0, 0, 0, 0, 0, 0]) as on_time,
    coalesce(done.right_first_time, [0, 0, 0, 0, 0, 0]) as right_first_time,
    complained.days, complained.closed
from counted
left join done using (grade)
left join complained using (grade)
order by counted.grade
