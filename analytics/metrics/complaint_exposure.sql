-- Complaints of each period, customers there on any day of it (or who complained in it, though gone), and the service
-- jobs done for the customers in scope, by period and dimensions of the customer.
with
-- Not `period`: what is compared with a parameter is skipped by the block.
windows as (
    select 'now' as time, $period_start as starts_on, $period_end as ends_on
    union all
    select 'previous', $previous_start, $previous_end
    union all
    -- Of twelve months the period before is the year ago: counted once.
    select 'year_ago', $year_ago_start, $year_ago_end
    where ($year_ago_start, $year_ago_end) is distinct from ($previous_start, $previous_end)
),

seen as (
    select customer_key, from_on, to_on, 0 as complaints, 0 as jobs
    from scoped_spells
    where to_on > least($period_start, $previous_start, $year_ago_start) and from_on < $period_end

    union all

    select customer_key, opened_on, opened_on + 1, 1, 0
    from complaint_facts
    join scope using (customer_key)
    where opened_on >= least($period_start, $previous_start, $year_ago_start) and opened_on < $period_end

    union all

    select customer_key, done_on, done_on + 1, 0, 1
    from service_facts
    join scope using (customer_key)
    where done_on >= least($period_start, $previous_start, $year_ago_start) and done_on < $period_end
),

people as (
    select time, customer_key, sum(complaints) as complaints, sum(jobs) as jobs, sum(jobs) < count(*) as there
    from seen
    join windows on seen.from_on < windows.ends_on and seen.to_on > windows.starts_on
    group by all
)

select
    time, size, segment, region, branch, market, sum(complaints)::bigint as complaints,
    count(*) filter (complaints > 0) as complainers, count(*) filter (there) as customers,
    sum(jobs)::bigint as jobs
from people
join customers_now using (customer_key)
group by all
