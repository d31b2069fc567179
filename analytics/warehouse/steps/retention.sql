-- One row: the share of customers of a size who stayed over the last twelve complete months; size null for all.
-- A shorter history is raised to a year's power. What rests on fewer than 30 customers is the rate of all.
with
bounds as (
    select
        greatest(
            cast(date_trunc('month', as_of + 1) - interval 12 months as date),
            cast(date_trunc('month', first_event) + interval 1 month as date)) as starts,
        cast(date_trunc('month', as_of + 1) as date) as ends
    from parameters
    where dated
),

present as (
    select
        dimensions.size,
        lives.to_on >= bounds.ends as stayed,
        date_diff('month', bounds.starts, bounds.ends) as months
    from lives
    join dimensions using (customer_key)
    join bounds on lives.from_on < bounds.starts and lives.to_on >= bounds.starts
    where date_diff('month', bounds.starts, bounds.ends) >= 3
)

select
    size,
    count(*) as customers,
    power(avg(case when stayed then 1.0 else 0.0 end), 12.0 / any_value(months)) as retention
from present
group by grouping sets ((size), ())
having (grouping(size) = 1 and count(*) >= 10) or (size is not null and count(*) >= 30)
