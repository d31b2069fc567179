-- Every graded customer on the last grading day: what each criterion of a grading rule knew of them then.
with
chosen as (
    select max(from_on) as graded_on
    from customer_spells
    cross join period
    where opened_by = 'grade' and from_on <= as_of
),

living as (
    select spells.customer_key, spells.grade, spells.value_12m as value, spells.segment, chosen.graded_on
    from customer_spells as spells
    join chosen on spells.from_on <= chosen.graded_on and spells.to_on > chosen.graded_on
    where spells.grade is not null and spells.value_12m is not null
),

traded as (
    select
        days.customer_key,
        max(days.day) as last_on,
        max_by(days.margin_12m, days.day) as margin,
        coalesce(sum(days.orders) filter (days.day >= chosen.graded_on - 365), 0) as orders
    from warehouse.customer_days as days
    join chosen on days.day < chosen.graded_on
    group by days.customer_key
),

under_contract as (
    -- Nobody is silent while a contract runs.
    select distinct contracts.customer_id
    from warehouse.contracts as contracts
    join chosen on contracts.starts_on < chosen.graded_on
    where contracts.ends_on is null or contracts.ends_on >= chosen.graded_on
),

curves as (
    select cast(segment as varchar) as segment, silent_days, return_chance from silence_curve
),

waited as (
    select
        living.customer_key,
        cast(living.segment as varchar) as segment,
        cast(living.graded_on - traded.last_on as integer) as silent_days
    from living
    join traded using (customer_key)
),

chances as (
    select
        waited.customer_key,
        coalesce(own.return_chance, overall.return_chance) as chance
    from waited
    asof left join curves as own on own.segment = waited.segment and own.silent_days <= waited.silent_days
    asof left join (select * from curves where segment = 'all') as overall
        on overall.silent_days <= waited.silent_days
)

select
    living.customer_key,
    customers_now.customer_id,
    customers_now.name,
    cast(living.grade as varchar) as grade,
    living.graded_on,
    cast(customers_now.region as varchar) as region,
    cast(customers_now.branch as varchar) as branch,
    living.value,
    traded.margin,
    coalesce(traded.orders, 0) as orders,
    case when under_contract.customer_id is not null then 1.0 else coalesce(chances.chance, 0) end as chance
from living
join customers_now using (customer_key)
left join traded using (customer_key)
left join chances using (customer_key)
left join under_contract using (customer_id)
order by living.value desc, living.customer_key
