-- What the formulas begin with, in all and by the grade that customers had when the year began: customers there
-- at its beginning and still there at its end, the margin they brought in it, and for those who were there a year
-- earlier too, the margin of both years. Amounts in minor units; sums that intervals are made of.
with
lived as (
    select
        customer_key,
        bool_or(starting) as began,
        bool_or(ending) as stayed,
        bool_or(earlier) as before,
        any_value(grade) filter (starting) as grade,
        any_value(value_12m) filter (starting) as value
    from (
        select
            customer_key, grade, value_12m,
            from_on < period_start and to_on >= period_start as starting,
            from_on < period_end and to_on >= period_end as ending,
            from_on < previous_start and to_on >= previous_start as earlier
        from scoped_spells
        cross join period
        where to_on >= previous_start and from_on < period_end
    )
    group by customer_key
),

brought as (
    select
        days.customer_key,
        sum(days.revenue - days.cost) filter (days.day >= period_start) as since,
        sum(days.revenue - days.cost) filter (days.day < period_start) as earlier
    from warehouse.customer_days as days
    cross join period
    where days.day >= previous_start and days.day < period_end
    group by days.customer_key
),

kept as (
    select
        lived.grade,
        lived.before and $contract_margin is null as before,
        -- Where there are no orders, a part of what the contracts are worth stands for the margin.
        cast(coalesce(brought.since, lived.value * cast($contract_margin as double), 0) as double) as since,
        cast(coalesce(brought.earlier, 0) as double) as earlier
    from lived
    left join brought using (customer_key)
    where lived.began and lived.stayed
),

summed as (
    select
        grade,
        grouping(grade) = 1 as everyone,
        count(*) as customers,
        sum(since) as margin,
        sum(since * since) as margin_squares,
        count(*) filter (before) as pairs,
        sum(since) filter (before) as now_sum,
        sum(earlier) filter (before) as earlier_sum,
        sum(since * since) filter (before) as now_squares,
        sum(earlier * earlier) filter (before) as earlier_squares,
        sum(since * earlier) filter (before) as products
    from kept
    group by grouping sets ((), (grade))
)

select summed.*, (select count(*) from lived where stayed) as today
from summed
order by everyone desc, grade
