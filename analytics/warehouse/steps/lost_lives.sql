-- One row: a loss, dated or only known from a status, with what the customer was worth.
with
dated as (
    select
        departures.customer_key, departures.lost_on, departures.known_on, departures.basis,
        departures.returned_on,
        -- The cause a company wrote down belongs to the loss it recorded, else to the last one.
        departures.lost_on = max(departures.lost_on)
            filter (departures.lost_on <= coalesce(beginnings.lost_on, date '9999-12-31'))
            over (partition by departures.customer_key) as is_told
    from departures
    join beginnings using (customer_key)
),

undated as (
    select customer_key, null as lost_on, null as known_on, 'recorded' as basis, null as returned_on, true as is_told
    from beginnings
    where recorded_lost and lost_on is null
),

united as (
    select * from dated
    union all
    select * from undated
),

worth as (
    select
        united.customer_key, united.lost_on,
        any_value(values_in_force.value) as value,
        any_value(values_in_force.margin) as margin
    from united
    join values_in_force
        on values_in_force.customer_key = united.customer_key
        -- A trade on the day of the loss is part of what was lost.
        and values_in_force.from_on <= coalesce(united.lost_on + 1, date '9999-12-30')
        and values_in_force.to_on > coalesce(united.lost_on + 1, date '9999-12-30')
    group by united.customer_key, united.lost_on
),

traded as (
    select united.customer_key, united.lost_on, max(trade_days.day) as last_trade
    from united
    join trade_days on trade_days.customer_key = united.customer_key and trade_days.day <= united.lost_on
    group by united.customer_key, united.lost_on
)

select
    united.*,
    coalesce(worth.value, case when has_orders then 0 end) as value,
    coalesce(worth.margin, case when has_orders then 0 end) as margin,
    -- Before a silent loss, look back from the last trade: the silence itself says nothing about its cause.
    case when united.basis = 'silent' then traded.last_trade else united.lost_on end as anchored_on,
    lives.from_on as life_from
from united
cross join parameters
left join worth
    on worth.customer_key = united.customer_key and worth.lost_on is not distinct from united.lost_on
left join traded
    on traded.customer_key = united.customer_key and traded.lost_on = united.lost_on
left join lives
    on lives.customer_key = united.customer_key and lives.to_on = united.lost_on
