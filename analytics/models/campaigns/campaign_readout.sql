-- Everybody assigned to a campaign who was a customer at its start: grade then, whether lost by the day of the
-- read-out, and the margin of the campaign's time and of as long a time before.
with
members as (
    select customers_now.customer_key, assigned.treated
    from (select unnest($customers) as customer_id, unnest($treated) as treated) as assigned
    join customers_now using (customer_id)
),

left_then as (
    select
        losses.customer_key,
        -- Lost before the start, but known only afterwards, perhaps from the campaign's own contacts: a customer then,
        -- for all that was known, and lost within the campaign.
        bool_or(losses.lost_on < cast($starts_on as date)) as known_late
    from losses
    join members using (customer_key)
    where losses.lost_on < cast($reads_on as date) and losses.known_on >= cast($starts_on as date)
        and losses.known_on <= cast($as_of as date)
    group by losses.customer_key
),

there as (
    select members.customer_key, members.treated, max(spells.grade) as grade,
        max(left_then.customer_key) is not null as lost
    from members
    left join customer_spells as spells
        on spells.customer_key = members.customer_key
        and (spells.from_on < cast($starts_on as date)
            or (spells.from_on = cast($starts_on as date) and spells.opened_by = 'grade'))
        and (spells.to_on > cast($starts_on as date)
            or (spells.to_on = cast($starts_on as date) and spells.closed_by = 'lost'))
    left join left_then on left_then.customer_key = members.customer_key
    group by all
    having max(spells.customer_key) is not null or bool_or(left_then.known_late)
),

traded as (
    select
        days.customer_key,
        sum(days.revenue - coalesce(days.cost, 0)) filter (days.day < cast($starts_on as date)) as before,
        sum(days.revenue - coalesce(days.cost, 0)) filter (days.day >= cast($starts_on as date)) as after
    from warehouse.customer_days as days
    join there using (customer_key)
    where days.day < cast($reads_on as date)
        and days.day >= cast($since as date)
    group by days.customer_key
)

select
    there.customer_key,
    customers_now.customer_id,
    there.treated,
    there.grade,
    there.lost,
    coalesce(traded.before, 0) as before,
    coalesce(traded.after, 0) as after
from there
join customers_now using (customer_key)
left join traded using (customer_key)
order by there.customer_key
