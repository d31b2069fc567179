-- Customers at the start of each whole month and those lost in it, by one dimension; null: everyone.
-- Months before every usual kind of loss could be seen would look like months without churn.
with
whole_months as (
    select month_cells.month, month_cells.{dimension} as dimension, month_cells.customers_start, month_cells.lost
    from month_cells
    cross join period
    cross join observed
    where
        month_cells.month > date_trunc('month', observed_on)
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
