-- One row: an occasion to contact a customer as of a day, unless it was dealt with, and since when it calls for one.
with
handled as (
    select
        unnest(cast($task_customers as varchar[])) as customer_id,
        unnest(cast($task_occasions as varchar[])) as occasion,
        unnest(cast($task_until as date[])) as hidden_until
),

made as (
    -- What was done of the list is a contact on its day, whether or not the records have it yet.
    select
        unnest(cast($made_customers as varchar[])) as customer_id,
        unnest(cast($made_days as date[])) as made_on,
        unnest(cast($made_senior as boolean[])) as senior
),

there as (
    select
        spells.customer_key, customers.customer_id, cast(spells.grade as varchar) as grade, customers.consent,
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
),

-- A senior visit is a contact: whoever waits for both stands here once.
overdue as (
    select
        customer_key,
        case when senior_overdue then 'senior_visit' else 'overdue' end as reason,
        case when senior_overdue then coalesce(strftime(senior_on, '%Y-%m-%d'), 'never')
            else coalesce(strftime(any_on, '%Y-%m-%d'), 'never') end as mark,
        cast(least(case when senior_overdue then coalesce(senior_on, waiting_from) + senior_allowed end,
            case when any_overdue then coalesce(any_on, waiting_from) + allowed end) as date) as since_on,
        cast(null as date) as day,
        cast(case when senior_overdue then senior_allowed else allowed end as integer) as allowed,
        case when senior_overdue then senior_on else any_on end as last_on
    from judged
    where any_overdue or senior_overdue
),

promises as (
    select
        facts.customer_key, 'promise' as reason, facts.complaint_id || ':' || facts.promise_due as mark,
        cast(facts.promise_due - $ahead_days as date) as since_on, facts.promise_due as day,
        cast(null as integer) as allowed, facts.opened_on as last_on
    from complaint_facts as facts
    join scoped_customers using (customer_key)
    where
        facts.opened_on <= cast($as_of as date) and facts.promise_due <= cast($as_of as date) + $ahead_days
        and ((facts.closed_on is null and facts.outcome = 'open') or facts.closed_on > cast($as_of as date))
),

-- A greeting is marketing: not for those who refused it.
yearly as (
    select there.customer_key, 'birthday' as reason, known.birthday as began_on
    from there
    join warehouse.customers as known using (customer_id)
    where known.birthday is not null and there.consent is distinct from false

    union all

    select there.customer_key, 'anniversary', known.acquired_on
    from there
    join warehouse.customers as known using (customer_id)
    where known.acquired_on is not null and there.consent is distinct from false
),

greetings as (
    select customer_key, reason, strftime(day, '%Y-%m-%d') as mark, cast(day - $ahead_days as date) as since_on, day,
        cast(year(day) - year(began_on) as integer) as allowed, began_on as last_on
    from (
        select *, cast(began_on + to_years(cast(turned - year(began_on) as integer)) as date) as day
        from yearly
        cross join (
            select distinct unnest([year(cast($as_of as date)), year(cast($as_of as date) + $ahead_days)])
        ) as years(turned))
    where day >= cast($as_of as date) and day <= cast($as_of as date) + $ahead_days and year(day) > year(began_on)
),

attended as (
    select
        customer_key,
        case kind when 'contract_ending' then 'contract_end' else 'quiet' end as reason,
        strftime(since_on, '%Y-%m-%d') as mark,
        cast(case kind when 'contract_ending' then since_on - $contract_days
            else since_on + cast(floor(threshold / 2) as integer) end as date) as since_on,
        case kind when 'contract_ending' then since_on end as day,
        cast(threshold as integer) as allowed,
        case kind when 'gone_quiet' then since_on end as last_on
    from attention_cases
    where kind in ('contract_ending', 'gone_quiet')
),

occasions as (
    from overdue union all from promises union all from greetings union all from attended
)

select
    occasions.* exclude (mark),
    customers.customer_id,
    occasions.reason || ':' || occasions.mark as occasion,
    cast(greatest(cast($as_of as date) - occasions.since_on, 1) as integer) as days_waiting,
    handled.occasion is not null as taken
from occasions
join customers_now as customers using (customer_key)
left join handled on handled.customer_id = customers.customer_id
    and handled.occasion = occasions.reason || ':' || occasions.mark
where handled.hidden_until is null or handled.hidden_until <= cast($as_of as date)
