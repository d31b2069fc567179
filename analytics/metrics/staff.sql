-- Staff, customers and money of the branches that customers in scope belong to, quarter by quarter.
with
chosen as (
    select distinct cast(customers_now.branch as varchar) as branch
    from customers_now
    join scope using (customer_key)
    where customers_now.branch is not null
)

select
    quarters.branch,
    quarters.quarter,
    quarters.staff_satisfaction,
    quarters.staff_answers,
    quarters.staff_turnover,
    quarters.operating_expenses,
    quarters.aftermarket_margin,
    quarters.customers_start,
    quarters.lost_from_start,
    quarters.revenue,
    quarters.answers,
    quarters.score_sum,
    quarters.score_squares,
    quarters.quarter + interval 3 month <= period.as_of + interval 1 day as complete
from branch_quarters as quarters
join chosen using (branch)
cross join period
where quarters.quarter <= period.as_of
order by quarters.branch, quarters.quarter
