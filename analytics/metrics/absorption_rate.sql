-- Books of the branches that customers in scope belong to, by quarter: aftermarket margin of the variant, operating
-- expenses, and from the orders the sales behind that margin.
with
chosen as (
    select distinct cast(customers_now.branch as varchar) as branch
    from customers_now
    join scope using (customer_key)
    where customers_now.branch is not null
),

books as (
    select
        branch,
        cast(date_trunc('quarter', period) as date) as quarter,
        operating_expenses as expenses,
        coalesce(parts_margin, 0) + coalesce(service_margin, 0)
            + case when $rental then coalesce(rental_margin, 0) else 0 end as margin,
        coalesce(parts_margin, service_margin, case when $rental then rental_margin end) is not null as is_reported
    from warehouse.branch_periods
),

reported as (
    -- A month of which one of the two is missing stays out with both.
    select
        branch,
        quarter,
        cast(sum(margin) * 100 as bigint) as margin,
        cast(sum(expenses) * 100 as bigint) as expenses
    from books
    where is_reported and expenses is not null
    group by branch, quarter
),

sold as (
    select
        cast(branch as varchar) as branch,
        cast(date_trunc('quarter', ordered_on) as date) as quarter,
        cast(sum(revenue) * 100 as bigint) as sales
    from warehouse.orders
    where kind in ('parts', 'service') or ($rental and kind = 'rental')
    group by all
)

select
    reported.branch, reported.quarter, reported.margin, reported.expenses, sold.sales
from reported
join chosen using (branch)
left join sold on sold.branch = reported.branch and sold.quarter = reported.quarter
cross join period
where reported.quarter + interval 3 month <= period.as_of + interval 1 day
order by reported.branch, reported.quarter
