-- Customers and their value by grade on every grading day up to the as-of day.
with
days as (
    select distinct cast(from_on as date) as month
    from scoped_spells
    cross join period
    where opened_by = 'grade' and from_on <= as_of
),

traded as (
    select min(first_order_on) as first_order_on from customers_now
)

select
    cells.month as graded_on,
    cast(cells.grade as varchar) as grade,
    cast(sum(cells.customers_start) as bigint) as customers,
    cast(sum(cells.value_start) as bigint) as value,
    coalesce(cells.month >= any_value(traded.first_order_on) + interval 12 month, true) as whole_year
from month_cells as cells
join days using (month)
cross join traded
where cells.grade is not null and cells.customers_start > 0
group by cells.month, cells.grade
order by cells.month, cells.grade
