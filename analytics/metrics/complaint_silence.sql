-- Complaints, orders and contacts of the customers there in the period, and of those there a year ago (or in the
-- period before, where the records do not reach back a year): sums and sums of squares over customers.
with
spans as (
    select
        period_start, period_end,
        case when year_ago_start >= first_event then year_ago_start else previous_start end as before_start,
        case when year_ago_start >= first_event then year_ago_end else previous_end end as before_end
    from period
    cross join meta
),

there as (
    select
        customer_key,
        coalesce(bool_or(from_on < period_end and to_on > period_start), false) as there_now,
        coalesce(bool_or(from_on < before_end and to_on > before_start), false) as there_before
    from scoped_spells
    cross join spans
    group by customer_key
),

complained as (
    select
        customer_key,
        count(*) filter (opened_on >= period_start and opened_on < period_end) as complaints_now,
        count(*) filter (opened_on >= before_start and opened_on < before_end) as complaints_before
    from complaint_facts
    cross join spans
    group by customer_key
),

ordered as (
    select
        customer_key,
        sum(orders) filter (day >= period_start and day < period_end) as orders_now,
        sum(orders) filter (day >= before_start and day < before_end) as orders_before
    from warehouse.customer_days
    cross join spans
    where day >= before_start and day < period_end
    group by customer_key
),

contacted as (
    select
        customer_id,
        count(*) filter (contacted_on >= period_start and contacted_on < period_end) as contacts_now,
        count(*) filter (contacted_on >= before_start and contacted_on < before_end) as contacts_before
    from warehouse.contacts
    cross join spans
    where contacted_on >= before_start and contacted_on < period_end
    group by customer_id
),

people as (
    select *
    from there
    join customers_now using (customer_key)
    left join complained using (customer_key)
    left join ordered using (customer_key)
    left join contacted using (customer_id)
),

united as (
    select
        'now' as time, count(*) as customers, sum(complaints_now) as complaints,
        sum(orders_now) as orders, sum(orders_now::double ** 2) as orders_squares,
        sum(contacts_now) as contacts, sum(contacts_now::double ** 2) as contacts_squares
    from people
    where there_now

    union all

    select
        'before', count(*), sum(complaints_before), sum(orders_before), sum(orders_before::double ** 2),
        sum(contacts_before), sum(contacts_before::double ** 2)
    from people
    where there_before
)

select
    time,
    case time when 'now' then period_start else before_start end as starts_on,
    case time when 'now' then period_end else before_end end as ends_on,
    customers::bigint as customers,
    coalesce(complaints, 0)::bigint as complaints,
    coalesce(orders, 0)::bigint as orders, coalesce(orders_squares, 0) as orders_squares,
    coalesce(contacts, 0)::bigint as contacts, coalesce(contacts_squares, 0) as contacts_squares
from united
cross join spans
where customers > 0
