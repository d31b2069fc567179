-- The jobs of the period by customer, for everyone and by branch: of every outcome the sums over customers
-- that tell how alike one customer's jobs are, and how much they scatter around each customer's own mean.
with
at_branch as (
    select
        customer_key, branch,
        count(failed) as judged,
        count(*) filter (failed) as failed,
        count(on_time) as timed,
        count(*) filter (on_time) as on_time,
        count(right_first_time) as checked,
        count(*) filter (right_first_time) as right_first_time,
        count(promise_kept) as promised,
        count(*) filter (promise_kept) as promise_kept,
        count(*) filter (not coalesce(right_first_time, true) or not coalesce(complete, true))
            as wrong_or_incomplete,
        count(*) filter (not promise_kept and coalesce(on_time, true) and coalesce(right_first_time, true)
            and coalesce(complete, true)) as promised_not_provided
    from service_facts
    join scope using (customer_key)
    -- Not `period`: jobs before a parameter are skipped by the block.
    where done_on >= cast($period_start as date) and done_on < cast($period_end as date)
    group by customer_key, branch
),

customers as (
    select false as everyone, * exclude (customer_key) from at_branch where branch is not null
    union all
    -- Some customers are served by several branches.
    select true, null, *
    from (select sum(columns(* exclude (customer_key, branch)))::bigint from at_branch group by customer_key)
),

trials as (
    select everyone, branch, 'failed' as outcome, failed as hits, judged as jobs from customers
    union all
    select everyone, branch, 'on_time', on_time, timed from customers
    union all
    select everyone, branch, 'right_first_time', right_first_time, checked from customers
    union all
    select everyone, branch, 'promise_kept', promise_kept, promised from customers
    union all
    select everyone, branch, 'wrong_or_incomplete', wrong_or_incomplete, judged from customers
    union all
    select everyone, branch, 'promised_not_provided', promised_not_provided, promised from customers
)

select
    everyone, branch, outcome,
    count(*) as customers,
    sum(hits)::bigint as hits,
    sum(jobs)::bigint as jobs,
    sum(hits * hits)::bigint as hit_squares,
    sum(jobs * jobs)::bigint as job_squares,
    sum(hits * jobs)::bigint as products,
    sum(hits - hits * hits / cast(jobs as double)) as within_squares
from trials
where jobs > 0
group by everyone, branch, outcome
