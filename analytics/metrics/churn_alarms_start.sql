-- Customers at the start of each whole month in which every usual kind of loss can be seen, by size and branch.
with
whole_months as (
    select month_cells.month, month_cells.size, month_cells.branch, month_cells.customers_start
    from month_cells
    cross join period
    cross join observed
    where
        month_cells.month > date_trunc('month', observed_on)
        and month_cells.month + interval 1 month <= as_of + interval 1 day
)

select month, size, branch, sum(customers_start)::bigint as customers
from whole_months
group by month, size, branch
order by month
