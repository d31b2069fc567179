with
cohorts as (
    -- Customers won before the data begin are known only if they stayed; they make no cohort.
    select
        beginnings.customer_key,
        customer_cells.cell,
        cast(date_trunc('month', beginnings.starts_on) as date) as cohort
    from beginnings
    join customer_cells using (customer_key)
    cross join parameters
    where beginnings.starts_on >= date_trunc('month', first_event)
        and beginnings.customer_key in (select customer_key from lives)
),

members as (
    select cohort, cell, count(*) as customers
    from cohorts
    group by cohort, cell
),

facts as (
    -- All customers of a cohort in every month since, ...
    select cohort, cell, months.month, customers, 0 as alive, 0 as revenue
    from members
    join months on months.month >= members.cohort

    union all

    -- ... what changes in how many of them are there when a month ends, ...
    select
        cohorts.cohort, cohorts.cell, cast(date_trunc('month', lives.from_on) as date), 0, 1, 0
    from cohorts
    join lives using (customer_key)

    union all

    select
        cohorts.cohort, cohorts.cell, cast(date_trunc('month', lives.to_on) as date), 0, -1, 0
    from cohorts
    join lives using (customer_key)
    where lives.is_lost

    union all

    -- ... and what they bought.
    select cohorts.cohort, cohorts.cell, customer_months.month, 0, 0, customer_months.revenue
    from cohorts
    join customer_months using (customer_key)
    -- Goods of a time before the data begin may come back before the first purchase in it.
    where customer_months.month >= cohorts.cohort
),

summed as (
    select
        cohort, cell, month,
        sum(customers) as customers, sum(alive) as alive_change, sum(revenue) as revenue
    from facts
    group by cohort, cell, month
),

followed as (
    select
        *,
        sum(alive_change) over (partition by cohort, cell order by month) as alive
    from summed
)

select
    followed.cohort,
    cast(date_diff('month', followed.cohort, followed.month) as integer) as age,
    cells.size, cells.segment, cells.region, cells.branch, cells.market,
    cast(followed.customers as bigint) as customers,
    cast(followed.alive as bigint) as alive,
    cast(followed.revenue as bigint) as revenue,
    followed.month + interval 1 month <= as_of + 1 as complete
from followed
join cells using (cell)
cross join parameters
order by followed.cohort, followed.month, followed.cell
