-- Customers at the start of each whole month and those lost in it, by one dimension; null: everyone.
-- Months before every usual kind of loss could be seen would look like months without churn: silence
-- shows only after its threshold, and records begin some day.
with
first_seen as (
    select basis, min(lost_on) as first_on, count(*) as losses
    from losses
    where lost_on is not null
    group by basis
),

observed as (
    select cast(date_trunc('month', max(first_on)) as date) as from_month
    from first_seen
    where losses * 10 >= (select sum(losses) from first_seen)
),

whole_months as (
    select month_cells.month, month_cells.{dimension} as dimension, month_cells.customers_start, month_cells.lost
    from month_cells
    cross join period
    cross join observed
    where
        month_cells.month > coalesce(from_month, date '0001-01-01')
        and month_cells.month + interval 1 month <= as_of + interval 1 day
)

select
    month,
    dimension,
    grouping(dimension) = 1 as everyone,
    sum(customers_start)::bigint as customers,
    sum(lost)::bigint as lost
from whole_months
group by grouping sets ((month), (month, dimension))
order by everyone desc, dimension, month
