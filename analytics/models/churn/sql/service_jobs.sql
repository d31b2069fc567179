-- One row is a customer with a service job by the cut-off. Whether a machine came back shows within a
-- month, so that younger jobs are not asked.
with jobs as (
    select customer_id, done_on, promised_on, correct_first_time, returned, promise_kept
    from warehouse.service_jobs
    where not $truncated or done_on <= $origin
),

seen as (
    select
        customers_now.customer_key,
        date_diff('day', cast(jobs.done_on as date), cast($origin as date)) as days_ago,
        jobs.done_on > jobs.promised_on as late,
        jobs.correct_first_time,
        jobs.returned,
        jobs.promise_kept
    from jobs
    inner join customers_now using (customer_id)
    where jobs.done_on <= $origin
)

select
    customer_key,
    cast(count(*) filter (where days_ago < 365) as double) as jobs_365,
    cast(count(*) filter (where late and days_ago < 365) as double) as jobs_late_365,
    cast(count(*) filter (where returned and days_ago between 30 and 394) as double) as jobs_returned_365,
    cast(count(*) filter (where not correct_first_time and days_ago between 30 and 394) as double)
        as jobs_wrong_first_365,
    cast(count(*) filter (where not promise_kept and days_ago < 365) as double) as promises_broken_365
from seen
group by customer_key
order by customer_key
