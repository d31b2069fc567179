-- The jobs of the period by customer and branch: of every outcome, jobs it is known of and jobs that had it.
with
counted as (
    select
        customer_key,
        branch,
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
)

select * from counted
