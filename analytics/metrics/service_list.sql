-- Customers with service jobs in the period that were not as they should be, most such jobs first.
with
chosen as (
    select facts.customer_key, count(*) as jobs, max(facts.done_on) as last_job_on
    from service_facts as facts
    join scope using (customer_key)
    cross join period
    where facts.done_on >= period.period_start and facts.done_on < period.period_end
        and ($branch is null or facts.branch = $branch) and {condition}
    group by facts.customer_key
)

select
    customer_key, customer_id, name, size, grade, branch, account_manager, chosen.jobs, chosen.last_job_on,
    status, value
from chosen
join customers_now using (customer_key)
order by chosen.jobs desc, value desc nulls last, customer_id
