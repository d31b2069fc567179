-- What calls for somebody's attention on the as-of day: one row a case, a customer in one kind of trouble.
with
living as (
    select customer_key
    from scoped_spells
    where from_on <= cast($as_of as date) and to_on > cast($as_of as date)

    union all

    -- A snapshot knows no days, only who is still there.
    select customer_key
    from scoped_customers
    where cast($as_of as date) is null and status = 'active'
),

people as (
    select customer_key, segment, last_order_on, contract_end, value
    from scoped_customers
    join living using (customer_key)
),

earlier_orders as (
    -- Looking back: whoever has bought since then had a last order before.
    select days.customer_key, max(days.day) as last_order_on
    from warehouse.customer_days as days
    join people using (customer_key)
    where days.orders > 0 and days.day <= cast($as_of as date) and people.last_order_on > cast($as_of as date)
    group by days.customer_key
),

thresholds as (
    select segment, min(silent_days) as silent_days
    from silence_curve
    where chosen
    group by segment
),

silences as (
    select
        people.customer_key,
        people.value,
        cast($as_of as date) - coalesce(earlier_orders.last_order_on, people.last_order_on) as silent_days,
        coalesce(of_segment.silent_days, of_all.silent_days) as threshold
    from people
    left join earlier_orders using (customer_key)
    left join thresholds as of_segment on of_segment.segment = cast(people.segment as varchar)
    left join thresholds as of_all on of_all.segment = 'all'
    where coalesce(earlier_orders.last_order_on, people.last_order_on) <= cast($as_of as date)
)

select
    complaint_facts.customer_key,
    'complaint_overdue' as kind,
    cast($as_of as date) - opened_on as days,
    opened_on as since_on,
    scoped_customers.value,
    null as threshold
from complaint_facts
join scoped_customers using (customer_key)
where
    opened_on < cast($as_of as date) - $complaint_days
    and ((closed_on is null and outcome = 'open') or closed_on > cast($as_of as date))

union all

select customer_key, 'contract_ending', contract_end - cast($as_of as date), contract_end, value, null
from people
where contract_end > cast($as_of as date) and contract_end <= cast($as_of as date) + $contract_days

union all

-- Silent for more than half of the days after which a customer counts as lost.
select
    customer_key, 'gone_quiet', silent_days, cast($as_of as date) - cast(silent_days as integer), value, threshold
from silences
where silent_days > threshold / 2
