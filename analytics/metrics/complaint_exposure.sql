-- Who could have complained in each period: customers there on any day of it (or who complained in it, though
-- gone), and the service jobs done for the customers in scope.
with
windows as (
    select 'now' as time, period_start as starts_on, period_end as ends_on from period
    union all
    select 'previous', previous_start, previous_end from period
    union all
    select 'year_ago', year_ago_start, year_ago_end from period
),

there as (
    select windows.time, spells.customer_key
    from scoped_spells as spells
    join windows on spells.from_on < windows.ends_on and spells.to_on > windows.starts_on

    union

    select windows.time, complaints.customer_key
    from complaint_facts as complaints
    join scope using (customer_key)
    join windows on complaints.opened_on >= windows.starts_on and complaints.opened_on < windows.ends_on
),

done as (
    select windows.time, customers_now.customer_key, count(*) as jobs
    from warehouse.service_jobs as jobs
    join windows on jobs.done_on >= windows.starts_on and jobs.done_on < windows.ends_on
    join customers_now on customers_now.customer_id = jobs.customer_id
    join scope on scope.customer_key = customers_now.customer_key
    group by all
),

united as (
    select time, customer_key, 1 as customers, 0 as jobs from there
    union all
    select time, customer_key, 0, jobs from done
)

select
    time, size, segment, region, branch, market,
    grouping(size, segment, region, branch, market) as grouping_set,
    sum(customers)::bigint as customers, sum(jobs)::bigint as jobs
from united
join customers_now using (customer_key)
group by grouping sets (
    (time), (time, size), (time, segment), (time, region), (time, branch), (time, market))
