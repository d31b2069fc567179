-- Service jobs by month over the whole history, and what of them was as it should be.
with
known as (
    select cast(date_trunc('month', facts.done_on) as date) as month, facts.*
    from service_facts as facts
    join scope using (customer_key)
    cross join period
    where facts.done_on <= period.as_of
)

select
    known.month,
    known.month + interval 1 month <= any_value(period.as_of) + interval 1 day as complete,
    count(known.failed) as judged,
    count(*) filter (known.failed) as failed,
    count(known.on_time) as timed,
    count(*) filter (known.on_time) as on_time,
    count(known.right_first_time) as checked,
    count(*) filter (known.right_first_time) as right_first_time,
    count(known.promise_kept) as promised,
    count(*) filter (known.promise_kept) as promise_kept
from known
cross join period
group by known.month
order by known.month
