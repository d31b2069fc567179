-- One row: an occasion to contact a customer as of a day, unless it was dealt with, and since when it calls for one.
with
handled as (
    select
        unnest(cast($task_customers as varchar[])) as customer_id,
        unnest(cast($task_occasions as varchar[])) as occasion,
        unnest(cast($task_until as date[])) as hidden_until
),

there as (
    select spells.customer_key, customers.customer_id, customers.consent
    from scoped_spells as spells
    join customers_now as customers using (customer_key)
    where spells.from_on <= cast($as_of as date) and spells.to_on > cast($as_of as date)
),

at_desk as (
    -- What the complaint desk promised counts from the moment it is saved there, not from the next build on.
    select
        unnest(cast($desk_customers as varchar[])) as customer_id,
        unnest(cast($desk_complaints as varchar[])) as complaint_id,
        unnest(cast($desk_opened as date[])) as opened_on,
        unnest(cast($desk_due as date[])) as promise_due
),

promised as (
    select facts.customer_key, facts.complaint_id, facts.opened_on, facts.promise_due
    from complaint_facts as facts
    join scoped_customers using (customer_key)
    where
        facts.opened_on <= cast($as_of as date)
        and ((facts.closed_on is null and facts.outcome = 'open') or facts.closed_on > cast($as_of as date))
        and facts.complaint_id not in (select complaint_id from at_desk)

    union all

    select customers.customer_key, at_desk.complaint_id, at_desk.opened_on, at_desk.promise_due
    from at_desk
    join scoped_customers as customers using (customer_id)
    where at_desk.promise_due is not null
),

promises as (
    select
        customer_key, 'promise' as reason, complaint_id || ':' || promise_due as mark,
        cast(promise_due - $ahead_days as date) as since_on, promise_due as day,
        cast(null as integer) as allowed, opened_on as last_on
    from promised
    where promise_due <= cast($as_of as date) + $ahead_days
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
    select customer_key, reason, cast(day as varchar) as mark, cast(day - $ahead_days as date) as since_on, day,
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
        cast(since_on as varchar) as mark,
        cast(case kind when 'contract_ending' then since_on - $contract_days
            else since_on + cast(floor(threshold / 2) as integer) end as date) as since_on,
        case kind when 'contract_ending' then since_on end as day,
        cast(threshold as integer) as allowed,
        case kind when 'gone_quiet' then since_on end as last_on
    from attention_cases
    where kind in ('contract_ending', 'gone_quiet')
),

occasions as (
    from contact_delays union all from promises union all from greetings union all from attended
)

select
    occasions.* exclude (mark),
    customers.customer_id,
    customers.account_manager,
    customers.value,
    occasions.reason || ':' || occasions.mark as occasion,
    cast(greatest(cast($as_of as date) - occasions.since_on, 1) as integer) as days_waiting,
    handled.occasion is not null as taken
from occasions
join customers_now as customers using (customer_key)
left join handled on handled.customer_id = customers.customer_id
    and handled.occasion = occasions.reason || ':' || occasions.mark
where handled.hidden_until is null or handled.hidden_until <= cast($as_of as date)
