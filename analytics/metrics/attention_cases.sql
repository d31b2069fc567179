-- What calls for somebody's attention on the as-of day: one row a case, a customer in one kind of trouble.
with
living as (
    select spells.customer_key
    from customer_spells as spells
    join scope using (customer_key)
    cross join period
    where spells.from_on <= as_of and spells.to_on > as_of

    union all

    -- A snapshot knows no days, only who is still there.
    select customer_key
    from customers_now
    join scope using (customer_key)
    cross join period
    where as_of is null and status = 'active'
),

people as (
    select customers_now.*
    from customers_now
    join living using (customer_key)
),

earlier_orders as (
    -- Looking back: whoever has bought since then had a last order before.
    select days.customer_key, max(days.day) as last_order_on
    from warehouse.customer_days as days
    join people using (customer_key)
    cross join period
    where days.orders > 0 and days.day <= as_of and people.last_order_on > as_of
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
        cast(as_of - coalesce(earlier_orders.last_order_on, people.last_order_on) as integer) as silent_days,
        coalesce(of_segment.silent_days, of_all.silent_days) as threshold
    from people
    cross join period
    left join earlier_orders using (customer_key)
    left join thresholds as of_segment on of_segment.segment = cast(people.segment as varchar)
    left join thresholds as of_all on of_all.segment = 'all'
    where coalesce(earlier_orders.last_order_on, people.last_order_on) <= as_of
)

select
    complaint_facts.customer_key,
    'complaint_overdue' as kind,
    cast(as_of - opened_on as integer) as days,
    opened_on as since_on
from complaint_facts
join scope using (customer_key)
cross join period
where
    opened_on < as_of - $complaint_days
    and ((closed_on is null and outcome = 'open') or closed_on > as_of)

union all

select customer_key, 'contract_ending', cast(contract_end - as_of as integer), contract_end
from people
cross join period
where contract_end > as_of and contract_end <= as_of + $contract_days

union all

-- Silent for more than half of the days after which a customer counts as lost.
select customer_key, 'gone_quiet', silent_days, as_of - silent_days
from silences
cross join period
where silent_days > threshold / 2
