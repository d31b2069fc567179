-- Complaints, orders and contacts of the customers there in the period, and of those there a year ago (or in the
-- period before, where the records do not reach back a year): sums and sums of squares over customers.
with
windows as (
    select 'now' as time, period_start as starts_on, period_end as ends_on from period
    union all
    select
        'before',
        case when year_ago_start >= first_event then year_ago_start else previous_start end,
        case when year_ago_start >= first_event then year_ago_end else previous_end end
    from period
    cross join meta
),

there as (
    select distinct windows.time, spells.customer_key
    from scoped_spells as spells
    join windows on spells.from_on < windows.ends_on and spells.to_on > windows.starts_on
),

complained as (
    select windows.time, complaints.customer_key, count(*) as complaints
    from complaint_facts as complaints
    join windows on complaints.opened_on >= windows.starts_on and complaints.opened_on < windows.ends_on
    group by all
),

ordered as (
    select windows.time, days.customer_key, sum(days.orders) as orders
    from warehouse.customer_days as days
    join windows on days.day >= windows.starts_on and days.day < windows.ends_on
    group by all
),

contacted as (
    select windows.time, customers_now.customer_key, count(*) as contacts
    from warehouse.contacts as contacts
    join windows on contacts.contacted_on >= windows.starts_on and contacts.contacted_on < windows.ends_on
    join customers_now using (customer_id)
    group by all
)

select
    there.time,
    (select starts_on from windows where windows.time = there.time) as starts_on,
    (select ends_on from windows where windows.time = there.time) as ends_on,
    count(*)::bigint as customers,
    coalesce(sum(complaints), 0)::bigint as complaints,
    coalesce(sum(orders), 0)::bigint as orders, coalesce(sum(orders::double ** 2), 0) as orders_squares,
    coalesce(sum(contacts), 0)::bigint as contacts, coalesce(sum(contacts::double ** 2), 0) as contacts_squares
from there
left join complained using (time, customer_key)
left join ordered using (time, customer_key)
left join contacted using (time, customer_key)
group by there.time
