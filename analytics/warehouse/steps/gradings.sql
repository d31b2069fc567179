-- One row: a living customer's grade, given on a grading day and kept until the next.
with
grading_days as (
    select month as graded_on
    from months
    cross join parameters
    where (extract(year from month) * 12 + extract(month from month) - 1) % grade_every_months = 0
        and month > first_event
),

living as (
    select lives.customer_key, lives.from_on as life_from, grading_days.graded_on
    from lives
    join grading_days on lives.from_on < grading_days.graded_on and lives.to_on > grading_days.graded_on
),

worth as (
    select
        grading_days.graded_on, values_in_force.customer_key, values_in_force.value,
        values_in_force.{merit} as merit
    from values_in_force
    join grading_days
        on values_in_force.from_on <= grading_days.graded_on and values_in_force.to_on > grading_days.graded_on
),

valued as (
    -- Where trade is recorded, whoever has none is worth nothing; elsewhere an unknown value has no grade.
    select
        living.customer_key, living.life_from, living.graded_on,
        coalesce(worth.value, case when has_orders then 0 end) as value,
        coalesce(worth.merit, case when has_orders then 0 end) as merit
    from living
    cross join parameters
    left join worth using (customer_key, graded_on)
),

shares as (
    select
        *,
        sum(greatest(merit, 0)) over (
            partition by graded_on order by merit desc, customer_key
            rows between unbounded preceding and current row) as cumulated,
        sum(greatest(merit, 0)) over (partition by graded_on) as total
    from valued
    where value is not null and merit is not null
)

select
    customer_key,
    life_from,
    graded_on,
    value,
    cast(case
        when merit <= 0 then 'D'
        -- The first is an A even where it alone exceeds the share.
        when cumulated <= grade_a_share * total or cumulated = merit then 'A'
        when cumulated <= grade_b_share * total then 'B'
        when cumulated <= grade_c_share * total then 'C'
        else 'D'
    end as enum ('A', 'B', 'C', 'D')) as grade
from shares
cross join parameters
