-- The month cube of the customers in scope, as known on the as-of day, for what the cube is not broken down by;
-- by the dimensions the metric names. Revenue is left out: under other filters it would take reading all trade.
with
months as (
    select cast(unnest(range(
        cast(date_trunc('month', meta.first_event) as timestamp),
        cast(period.as_of as timestamp) + interval 1 day,
        interval 1 month)) as date) as month
    from meta
    cross join period
),

unknown_losses as (
    -- Not known of yet on the as-of day: for it they have not happened.
    select customer_key, lost_on
    from scoped_losses
    cross join period
    where known_on > as_of
),

lasting as (
    -- At the start of the months from first_month until before end_month. A grade counts from its day on; a
    -- customer won on the first of a month is there from the next one.
    select
        {dimensions}
        coalesce(value_12m, 0) as value,
        case when opened_by = 'grade' then from_on
            else cast(date_trunc('month', from_on) + interval 1 month as date) end as first_month,
        case
            when closed_by = 'grade' then to_on
            when closed_by = 'lost' and unknown_losses.customer_key is null
                then cast(date_trunc('month', to_on) + interval 1 month as date)
            else date '9999-12-31'
        end as end_month
    from scoped_spells as spells
    cross join period
    left join unknown_losses on unknown_losses.customer_key = spells.customer_key and lost_on = to_on
    where from_on <= as_of
),

alike as (
    select first_month, end_month, {dimensions} count(*) as customers, sum(value) as value
    from lasting
    where first_month < end_month
    group by all
),

present as (
    select
        month, {dimensions} customers as customers_start, value as value_start,
        0 as lost, 0 as value_lost, 0 as lost_regretted, 0 as won, 0 as won_back
    from alike
    join months on month >= first_month and month < end_month
),

leaving as (
    select
        cast(date_trunc('month', lost_on) as date), {dimensions}
        0, 0, count(*), coalesce(sum(value_lost), 0), count(*) filter (regretted), 0, 0
    from (select *, grade_before as grade from scoped_losses)
    cross join period
    where known_on <= as_of
    group by all
),

coming as (
    select
        cast(date_trunc('month', from_on) as date), {dimensions}
        0, 0, 0, 0, 0, count(*) filter (opened_by = 'won'), count(*) filter (opened_by = 'won_back')
    from scoped_spells
    cross join period
    where opened_by in ('won', 'won_back') and from_on <= as_of
    group by all
),

united as (
    select * from present
    union all
    select * from leaving
    union all
    select * from coming
)

select
    month, {dimensions}
    cast(sum(customers_start) as bigint) as customers_start,
    cast(sum(value_start) as bigint) as value_start,
    cast(sum(lost) as bigint) as lost,
    cast(sum(value_lost) as bigint) as value_lost,
    cast(sum(lost_regretted) as bigint) as lost_regretted,
    cast(sum(won) as bigint) as won,
    cast(sum(won_back) as bigint) as won_back
from united
group by all
