-- One row: a living customer's grade by probability, frequency and quantity, given on a grading day and kept until the
-- next. As many customers stand in each grade as by value, so that what differs is who (methods A5).
with
by_value as (
{by_value}
),

waited as (
    select
        by_value.customer_key,
        by_value.graded_on,
        cast(dimensions.segment as varchar) as segment,
        cast(by_value.graded_on - days.day as integer) as silent_days
    from by_value
    join dimensions using (customer_key)
    asof join customer_days as days on days.customer_key = by_value.customer_key and by_value.graded_on > days.day
),

chances as (
    -- How likely somebody silent for as long trades again.
    select
        waited.customer_key,
        waited.graded_on,
        coalesce(own.return_chance, overall.return_chance) as chance
    from waited
    asof left join silence_chances as own on own.segment = waited.segment and waited.silent_days >= own.silent_days
    asof left join (select * from silence_chances where segment = 'all') as overall
        on waited.silent_days >= overall.silent_days
),

under_contract as (
    -- Nobody is silent while a contract runs.
    select distinct by_value.customer_key, by_value.graded_on
    from by_value
    join dimensions using (customer_key)
    join contracts
        on contracts.customer_id = dimensions.customer_id
        and contracts.starts_on < by_value.graded_on
        and coalesce(contracts.ends_on >= by_value.graded_on, true)
),

ordered as (
    select by_value.customer_key, by_value.graded_on, sum(days.orders) as orders
    from by_value
    join customer_days as days
        on days.customer_key = by_value.customer_key
        and days.day < by_value.graded_on
        and days.day >= by_value.graded_on - 365
    group by by_value.customer_key, by_value.graded_on
),

known as (
    select
        by_value.*,
        case when under_contract.customer_key is not null then 1 else coalesce(chances.chance, 0) end as chance,
        coalesce(ordered.orders, 0) as orders
    from by_value
    left join chances using (customer_key, graded_on)
    left join under_contract using (customer_key, graded_on)
    left join ordered using (customer_key, graded_on)
),

ranked as (
    -- Equal ones share their mean place.
    select
        *,
        rank() over (partition by graded_on order by chance)
            + (count(*) over (partition by graded_on, chance) - 1) / 2.0 as by_probability,
        rank() over (partition by graded_on order by orders)
            + (count(*) over (partition by graded_on, orders) - 1) / 2.0 as by_frequency,
        rank() over (partition by graded_on order by value)
            + (count(*) over (partition by graded_on, value) - 1) / 2.0 as by_quantity
    from known
),

placed as (
    select
        *,
        row_number() over (
            partition by graded_on
            order by
                $grade_weight_probability * by_probability + $grade_weight_frequency * by_frequency
                    + $grade_weight_quantity * by_quantity desc,
                value desc, customer_key) as place,
        count(*) filter (grade = 'A') over (partition by graded_on) as in_a,
        count(*) filter (grade <= 'B') over (partition by graded_on) as in_b,
        count(*) filter (grade <= 'C') over (partition by graded_on) as in_c
    from ranked
)

select
    customer_key,
    life_from,
    graded_on,
    value,
    cast(case when place <= in_a then 'A' when place <= in_b then 'B' when place <= in_c then 'C' else 'D' end
        as enum ('A', 'B', 'C', 'D')) as grade
from placed
