-- One row: a customer whose last contact, or last senior visit, is longer ago than the grade allows on the as-of day.
with
made as (
    -- What was done of the list is a contact on its day, whether or not the records have it yet.
    select
        unnest(cast($made_customers as varchar[])) as customer_id,
        unnest(cast($made_days as date[])) as made_on,
        unnest(cast($made_senior as boolean[])) as senior
),

there as (
    select
        spells.customer_key, customers.customer_id, cast(spells.grade as varchar) as grade,
        customers.acquired_on, case when not $looking_back then customers.last_contact_on end as last_contact_on
    from scoped_spells as spells
    join customers_now as customers using (customer_key)
    where spells.from_on <= cast($as_of as date) and spells.to_on > cast($as_of as date)
),

touches as (
    -- The last contact of any kind stands with the customer, unless an earlier day is asked for.
    select
        customer_id,
        max(contacted_on) as any_on,
        max(contacted_on) filter (senior) as senior_on
    from (
        select customer_id, contacted_on, true as senior
        from warehouse.contacts
        where
            by_level in ('manager', 'executive') and coalesce(kind, 'visit') = 'visit'
            and contacted_on <= cast($as_of as date)

        union all

        select customer_id, contacted_on, false
        from warehouse.contacts
        where $looking_back and contacted_on <= cast($as_of as date)

        union all

        select customer_id, made_on, senior
        from made)
    group by customer_id
),

recorded as (
    select min(contacted_on) as began_on, count(by_level) > 0 as levels_known
    from warehouse.contacts
),

standards(grade, allowed) as (
    values ('A', $days_a), ('B', $days_b), ('C', $days_c), ('D', $days_d)
),

waits as (
    -- Who was never contacted has waited since the records of contacts began, or since coming.
    select
        there.customer_key, there.grade, greatest(there.last_contact_on, touches.any_on) as any_on, touches.senior_on,
        standards.allowed,
        case when recorded.levels_known and contains($senior_grades, there.grade) then nullif($senior_days, 0) end
            as senior_allowed,
        least(greatest(recorded.began_on, coalesce(there.acquired_on, recorded.began_on)), cast($as_of as date))
            as waiting_from
    from there
    join standards using (grade)
    cross join recorded
    left join touches using (customer_id)
    where recorded.began_on is not null
),

judged as (
    select
        *,
        any_on is null or any_on + allowed < cast($as_of as date) as any_overdue,
        senior_allowed is not null
            and coalesce(senior_on, waiting_from) + senior_allowed < cast($as_of as date) as senior_overdue
    from waits
)

-- A senior visit is a contact: whoever waits for both stands here once.
select
    customer_key,
    case when senior_overdue then 'senior_visit' else 'overdue' end as reason,
    case when senior_overdue then coalesce(cast(senior_on as varchar), 'never')
        else coalesce(cast(any_on as varchar), 'never') end as mark,
    cast(least(case when senior_overdue then coalesce(senior_on, waiting_from) + senior_allowed end,
        case when any_overdue then coalesce(any_on, waiting_from) + allowed end) as date) as since_on,
    cast(null as date) as day,
    cast(case when senior_overdue then senior_allowed else allowed end as integer) as allowed,
    case when senior_overdue then senior_on else any_on end as last_on
from judged
where any_overdue or senior_overdue
