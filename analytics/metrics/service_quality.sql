-- Service jobs in the period, the one before and a year ago, and what of them was as it should be, by branch.
with
windows as (
    select 'now' as time, period_start as starts_on, period_end as ends_on from period
    union all
    select 'previous', previous_start, previous_end from period
    union all
    select 'year_ago', year_ago_start, year_ago_end from period
),

jobs as (
    select windows.time, facts.*
    from service_facts as facts
    join scope using (customer_key)
    join windows on facts.done_on >= windows.starts_on and facts.done_on < windows.ends_on
),

by_customer as (
    select time, customer_key, count(failed) as judged, count(*) filter (failed) as failed
    from jobs
    group by all
),

within_customers as (
    -- How much single customers' jobs scatter around each one's own mean.
    select
        time,
        sum(failed - failed * failed / cast(judged as double)) as within_squares,
        sum(judged - 1) as within_degrees
    from by_customer
    where judged > 1
    group by time
)

select
    jobs.time,
    jobs.branch,
    grouping(jobs.branch) = 1 as everyone,
    count(*) as jobs,
    count(jobs.failed) as judged,
    count(*) filter (jobs.failed) as failed,
    count(jobs.on_time) as timed,
    count(*) filter (jobs.on_time) as on_time,
    count(jobs.right_first_time) as checked,
    count(*) filter (jobs.right_first_time) as right_first_time,
    count(jobs.promise_kept) as promised,
    count(*) filter (jobs.promise_kept) as promise_kept,
    count(*) filter (not jobs.on_time) as late,
    count(*) filter (jobs.returned) as returned,
    count(*) filter (not jobs.right_first_time) as wrong,
    count(*) filter (not jobs.complete) as incomplete,
    count(*) filter (not coalesce(jobs.right_first_time, true) or not coalesce(jobs.complete, true))
        as wrong_or_incomplete,
    count(*) filter (not jobs.promise_kept) as broken,
    count(*) filter (not jobs.promise_kept and coalesce(jobs.on_time, true)
        and coalesce(jobs.right_first_time, true) and coalesce(jobs.complete, true)) as promised_not_provided,
    any_value(within_customers.within_squares) as within_squares,
    any_value(within_customers.within_degrees) as within_degrees
from jobs
left join within_customers on within_customers.time = jobs.time
group by grouping sets ((jobs.time), (jobs.time, jobs.branch))
order by jobs.time, everyone desc, jobs.branch
