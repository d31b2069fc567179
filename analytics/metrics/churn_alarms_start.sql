-- Customers at the start of each whole month in which every usual kind of loss can be seen, by size and branch.
with
whole_months as (
    select month, size, branch, customers_start
    from month_cells
    where
        month > date_trunc('month', cast($observed_on as date))
        and month + interval 1 month <= cast($as_of as date) + interval 1 day
)

select month, size, branch, sum(customers_start)::bigint as customers
from whole_months
group by month, size, branch
order by month
