-- Jobs done by each branch since the last one that failed, as of now.
with
failures as (
    select unnest(cast($branches as varchar[])) as branch, unnest(cast($failed_on as date[])) as failed_on
)

select facts.branch, count(*) as jobs_since
from service_facts as facts
join scope using (customer_key)
join failures on failures.branch = facts.branch
cross join period
where facts.done_on <= as_of and facts.failed is not null and facts.done_on > failures.failed_on
    -- Jobs before the first of these days are skipped by the block.
    and facts.done_on > list_min(cast($failed_on as date[]))
group by facts.branch
