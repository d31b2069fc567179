-- One row: a customer and the state of its life cycle at the start of a month of the period, at most 24 back.
with
points as (
    select cast(unnest(range(
        cast(date_trunc('month', cast($as_of as date) + 1 - interval 24 month) as timestamp),
        cast(cast($as_of as date) + 2 as timestamp), interval 1 month)) as date) as day
),

looked_at as (
    select day
    from points
    where day >= greatest(cast($period_start as date), cast($observed_on as date)) and day <= cast($period_end as date)
),

reached as (
    select
        cast(segment as varchar) as segment,
        min(silent_days) filter (chosen) as lost_after,
        min(silent_days) filter (return_chance < $cooling_chance and silent_days > 0) as cooling_after,
        min(silent_days) filter (return_chance < $lapsed_chance and silent_days > 0) as lapsed_after
    from silence_curve
    group by segment
),

limits as (
    -- A threshold set by hand may be shorter than the curve's; the states before it then share its days.
    select
        segment,
        case when cooling_after < lost_after then cooling_after else lost_after // 3 end as cooling_after,
        case when lapsed_after < lost_after then lapsed_after else lost_after * 2 // 3 end as lapsed_after
    from reached
    where lost_after is not null
),

beginnings as (
    select customer_key, from_on, opened_by
    from scoped_spells
    where opened_by <> 'grade' and from_on <= cast($as_of as date)
),

endings as (
    select customer_key, to_on
    from scoped_spells
    where closed_by = 'lost' and to_on <= cast($as_of as date)
),

lives as (
    select
        beginnings.*,
        endings.to_on,
        coalesce(
            lead(beginnings.from_on) over (partition by beginnings.customer_key order by beginnings.from_on),
            date '9999-12-31') as next_from
    from beginnings
    asof left join endings
        on endings.customer_key = beginnings.customer_key and beginnings.from_on <= endings.to_on
),

standing as (
    select
        lives.customer_key, looked_at.day, lives.from_on, lives.opened_by,
        coalesce(lives.to_on < looked_at.day, false) as gone
    from lives
    join looked_at on lives.from_on < looked_at.day and lives.next_from >= looked_at.day
),

under_contract as (
    -- Nobody is silent while a contract runs.
    select distinct customers_now.customer_key, looked_at.day
    from warehouse.contracts as contracts
    join customers_now using (customer_id)
    join looked_at
        on contracts.starts_on <= looked_at.day and coalesce(contracts.ends_on >= looked_at.day, true)
),

waits as (
    -- From one day of trade to the next; only long ones matter, and they are few.
    select customer_key, day as since, lead(day) over (partition by customer_key order by day) as until_on
    from warehouse.customer_days
    where day <= cast($as_of as date)
),

waited as (
    select waits.customer_key, looked_at.day, looked_at.day - waits.since as silent_days
    from (
        select customer_key, since, coalesce(until_on, date '9999-12-31') as until_on
        from waits
        where coalesce(until_on - since >= (select min(cooling_after) from limits), true)) as waits
    join looked_at
        on looked_at.day <= waits.until_on and looked_at.day - waits.since >= (select min(cooling_after) from limits)
),

prospects as (
    select customers_now.customer_key, looked_at.day
    from (
        select customer_id, min(contacted_on) as first_on
        from warehouse.contacts
        where contacted_on <= cast($as_of as date)
        group by customer_id) as contacts
    join customers_now using (customer_id)
    join scope using (customer_key)
    join looked_at on contacts.first_on < looked_at.day
    left join (select customer_key, min(from_on) as from_on from beginnings group by customer_key) as began
        using (customer_key)
    where began.from_on is null or began.from_on >= looked_at.day
)

select customer_key, day, 'prospect' as state
from prospects

union all

select
    standing.customer_key,
    standing.day,
    case
        when gone then 'lost'
        -- A contact alone makes nobody a customer here: without an order, a contract or a day of acquisition.
        when customers_now.acquired_on is null then 'prospect'
        when under_contract.day is null and silent_days >= coalesce(own.lapsed_after, overall.lapsed_after) then 'lapsed'
        when under_contract.day is null and silent_days >= coalesce(own.cooling_after, overall.cooling_after)
            then 'cooling'
        when standing.day - standing.from_on > $young_days then 'active'
        when standing.opened_by = 'won_back' then 'won_back'
        -- Whoever was there when the records begin is not new.
        when standing.from_on > cast($records_on as date) then 'new'
        else 'active'
    end as state
from standing
join customers_now using (customer_key)
left join waited using (customer_key, day)
left join under_contract using (customer_key, day)
left join limits as own on own.segment = cast(customers_now.segment as varchar)
left join limits as overall on overall.segment = 'all'
