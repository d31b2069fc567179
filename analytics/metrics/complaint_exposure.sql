-- Who could have complained in each period: customers there on any day of it (or who complained in it, though
-- gone), and the service jobs done for the customers in scope.
with
seen as (
    select
        customer_key,
        bool_or(from_on < period_end and to_on > period_start) as now,
        bool_or(from_on < previous_end and to_on > previous_start) as previous,
        bool_or(from_on < year_ago_end and to_on > year_ago_start) as year_ago,
        0 as jobs_now, 0 as jobs_previous, 0 as jobs_year_ago
    from scoped_spells
    cross join period
    group by customer_key

    union all

    select
        customer_key,
        bool_or(opened_on >= period_start and opened_on < period_end),
        bool_or(opened_on >= previous_start and opened_on < previous_end),
        bool_or(opened_on >= year_ago_start and opened_on < year_ago_end),
        0, 0, 0
    from complaint_facts
    join scope using (customer_key)
    cross join period
    group by customer_key

    union all

    select
        customer_key, false, false, false,
        count(*) filter (done_on >= period_start and done_on < period_end),
        count(*) filter (done_on >= previous_start and done_on < previous_end),
        count(*) filter (done_on >= year_ago_start and done_on < year_ago_end)
    from service_facts
    join scope using (customer_key)
    cross join period
    where done_on >= least(period_start, previous_start, year_ago_start) and done_on < period_end
    group by customer_key
),

people as (
    select
        customer_key,
        bool_or(now) as now, bool_or(previous) as previous, bool_or(year_ago) as year_ago,
        sum(jobs_now) as jobs_now, sum(jobs_previous) as jobs_previous, sum(jobs_year_ago) as jobs_year_ago
    from seen
    group by customer_key
)

select
    size, segment, region, branch, market,
    grouping(size, segment, region, branch, market) as grouping_set,
    count(*) filter (now) as customers_now, coalesce(sum(jobs_now), 0)::bigint as jobs_now,
    count(*) filter (previous) as customers_previous, coalesce(sum(jobs_previous), 0)::bigint as jobs_previous,
    count(*) filter (year_ago) as customers_year_ago, coalesce(sum(jobs_year_ago), 0)::bigint as jobs_year_ago
from people
join customers_now using (customer_key)
group by grouping sets ((), (size), (segment), (region), (branch), (market))
