with
counted as (
    select
        cast(branch as varchar) as branch, month,
        sum(customers_start) as customers_start, sum(lost) as lost,
        0 as revenue, 0 as jobs, 0 as returned, 0 as complaints
    from month_cube
    group by all

    union all

    -- Revenue belongs to the branch that sold.
    select
        coalesce(orders.branch, cast(dimensions.branch as varchar)),
        cast(date_trunc('month', orders.ordered_on) as date),
        0, 0, cast(sum(orders.revenue) * 100 as bigint), 0, 0, 0
    from orders
    join dimensions using (customer_id)
    group by all

    union all

    select
        coalesce(service_jobs.branch, cast(dimensions.branch as varchar)),
        cast(date_trunc('month', service_jobs.done_on) as date),
        0, 0, 0, count(*), count(*) filter (service_jobs.returned), 0
    from service_jobs
    join dimensions using (customer_id)
    group by all

    union all

    select
        cast(branch as varchar),
        cast(date_trunc('month', opened_on) as date),
        0, 0, 0, 0, 0, count(*)
    from complaint_facts
    group by all
)

select
    branch,
    month,
    cast(sum(customers_start) as bigint) as customers_start,
    cast(sum(lost) as bigint) as lost,
    cast(sum(revenue) as bigint) as revenue,
    cast(sum(jobs) as bigint) as jobs,
    cast(sum(returned) as bigint) as returned,
    cast(sum(complaints) as bigint) as complaints
from counted
group by branch, month
order by branch, month
