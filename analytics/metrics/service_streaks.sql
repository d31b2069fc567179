-- Jobs done by each branch since the last one that failed, as of now.
with
known as (
    select facts.branch, facts.done_on, facts.failed
    from service_facts as facts
    join scope using (customer_key)
    cross join period
    where facts.done_on <= period.as_of and facts.failed is not null
),

failures as (
    select branch, max(done_on) filter (failed) as failed_on
    from known
    group by branch
)

select
    known.branch,
    any_value(failures.failed_on) as failed_on,
    count(*) filter (failures.failed_on is null or known.done_on > failures.failed_on) as jobs_since
from known
join failures on failures.branch is not distinct from known.branch
group by known.branch
order by known.branch
