with
judged as (
    select
        service_jobs.job_id,
        dimensions.customer_key,
        coalesce(service_jobs.branch, cast(dimensions.branch as varchar)) as branch,
        service_jobs.technician,
        service_jobs.done_on,
        service_jobs.promised_on,
        service_jobs.done_on <= service_jobs.promised_on as on_time,
        case when service_jobs.promised_on is not null
            then cast(greatest(service_jobs.done_on - service_jobs.promised_on, 0) as integer) end as days_late,
        -- Right the first time: not done wrong, and not brought back. What was not written down is not held
        -- against the job.
        case when coalesce(service_jobs.correct_first_time, not service_jobs.returned) is not null
            then coalesce(service_jobs.correct_first_time, true) and not coalesce(service_jobs.returned, false)
        end as right_first_time,
        service_jobs.returned,
        service_jobs.complete,
        service_jobs.promise_kept
    from service_jobs
    join dimensions using (customer_id)
)

select
    *,
    case when coalesce(on_time, right_first_time, complete, promise_kept) is not null
        then not (coalesce(on_time, true) and coalesce(right_first_time, true) and coalesce(complete, true)
            and coalesce(promise_kept, true))
    end as failed
from judged
order by done_on, job_id
