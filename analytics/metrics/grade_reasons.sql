-- Customers there at both ends of the period, by grade at either: how much of the change of their value goes with
-- other numbers of orders and how much with other amounts an order.
with
valued as (
    select
        grade_ends.from_grade,
        grade_ends.to_grade,
        cast(grade_ends.from_value as double) as v0,
        cast(grade_ends.to_value as double) as v1,
        cast(grade_orders.from_orders as double) as n0,
        cast(grade_orders.to_orders as double) as n1
    from grade_ends
    left join grade_orders using (customer_key)
    where grade_ends.to_grade <> 'lost' and grade_ends.from_value is not null and grade_ends.to_value is not null
),

split as (
    select
        from_grade,
        to_grade,
        v0,
        v1,
        -- The logarithmic mean of both values shares the change out without a rest (Ang 2004).
        case
            when v0 > 0 and v1 > 0 and n0 > 0 and n1 > 0
                then case when v0 = v1 then v0 else (v1 - v0) / (ln(v1) - ln(v0)) end
        end as weight,
        n0,
        n1
    from valued
),

parts as (
    select
        from_grade,
        to_grade,
        v1 - v0 as change,
        coalesce(weight * ln(n1 / nullif(n0, 0)), 0) as by_frequency,
        coalesce(weight * ln((v1 / n1) / nullif(v0 / n0, 0)), 0) as by_amount,
        case when weight is null then v1 - v0 else 0 end as unsplit
    from split
)

select
    from_grade,
    to_grade,
    count(*) as customers,
    sum(change) as change,
    sum(change ^ 2) as change_squares,
    sum(by_frequency) as by_frequency,
    sum(by_frequency ^ 2) as by_frequency_squares,
    sum(by_amount) as by_amount,
    sum(by_amount ^ 2) as by_amount_squares,
    sum(unsplit) as unsplit,
    count(*) filter (unsplit <> 0) as unsplit_customers
from parts
group by from_grade, to_grade
