-- Service jobs of the period that were not as they should be, or all that can be judged so; newest first.
with
facts as (
    select facts.*
    from service_facts as facts
    join scope using (customer_key)
    cross join period
    where facts.done_on >= period_start and facts.done_on < period_end
)

select
    facts.customer_key, customers_now.customer_id, customers_now.name, facts.job_id, facts.done_on,
    facts.promised_on, facts.days_late, facts.right_first_time, facts.returned, facts.complete,
    facts.promise_kept, facts.technician, facts.branch, customers_now.size, customers_now.account_manager,
    customers_now.value
from facts
join customers_now using (customer_key)
where ($branch is null or facts.branch = $branch) and {condition}
order by facts.done_on desc, facts.job_id
