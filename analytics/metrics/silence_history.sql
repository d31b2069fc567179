-- Customers at the start of every quarter, and those of them lost within it, if so many silent days meant a loss.
with
trades as (
    select
        customer_key, day,
        lead(day) over (partition by customer_key order by day) as next_day
    from warehouse.customer_days
    join scope using (customer_key)
    cross join period
    where orders > 0 and day <= as_of
),

terms as (
    select customer_key, starts_on, coalesce(ends_on, date '9999-12-31') + cast($grace_days as integer) as until
    from warehouse.contracts
    join scoped_customers using (customer_id)
    union all
    select
        customer_key, coalesce(customers.contract_start, scoped_customers.acquired_on),
        customers.contract_end + cast($grace_days as integer)
    from warehouse.customers
    join scoped_customers using (customer_id)
    where customers.contract_end is not null
        and customers.customer_id not in (select customer_id from warehouse.contracts)
),

silent as (
    select customer_key, day as seen_on, day + cast($days as integer) as lost_on, next_day as returned_on
    from trades
    cross join period
    where day + cast($days as integer) <= as_of and (next_day is null or next_day > day + cast($days as integer))
        -- Under a running contract nobody has to buy.
        and not exists (
            select 1
            from terms
            where terms.customer_key = trades.customer_key
                and terms.starts_on <= trades.day + cast($days as integer)
                and terms.until > trades.day + cast($days as integer))
),

told as (
    select customer_key, lost_on, returned_on
    from losses
    join scope using (customer_key)
    where basis <> 'silent' and lost_on is not null
    union
    -- A loss on record that silence had told of before.
    select customer_key, customers.lost_on, null
    from warehouse.customers
    join scoped_customers using (customer_id)
    where customers.lost_on is not null and coalesce(customers.status, 'lost') = 'lost'
),

candidates as (
    select
        told.customer_key, trades.day as seen_on, told.lost_on, false as by_silence,
        coalesce(told.returned_on, trades.next_day) as returned_on
    from told
    asof left join trades on trades.customer_key = told.customer_key and trades.day <= told.lost_on
    cross join period
    where told.lost_on <= as_of
    union all
    select customer_key, seen_on, lost_on, true, returned_on
    from silent
),

-- After the same sign of life the first reason counts.
departures as (
    select customer_key, lost_on, by_silence, returned_on
    from candidates
    qualify row_number() over (partition by customer_key, seen_on order by lost_on, by_silence, returned_on) = 1
),

begun as (
    -- When a relation began depends on no threshold.
    select customer_key, min(from_on) as starts_on
    from customer_spells
    join scope using (customer_key)
    group by customer_key
),

lives as (
    select
        begun.customer_key,
        greatest(begun.starts_on, coalesce(lag(departures.returned_on) over each_customer, begun.starts_on)) as from_on,
        departures.lost_on, departures.by_silence, departures.returned_on
    from begun
    left join departures using (customer_key)
    window each_customer as (partition by begun.customer_key order by departures.lost_on)
),

last_losses as (
    select customer_key, returned_on
    from departures
    qualify row_number() over (partition by customer_key order by lost_on desc) = 1
),

spells as (
    select customer_key, from_on, coalesce(lost_on, date '9999-12-31') as to_on, by_silence, returned_on
    from lives
    union all
    -- Who came back after the last loss is a customer again.
    select customer_key, returned_on, date '9999-12-31', null, null
    from last_losses
    where returned_on is not null
),

-- From when on a silence of that length can be seen.
quarters as (
    select cast(unnest(range(
        cast(date_trunc('quarter', min(day) + cast($days as integer) + 92) as timestamp),
        cast(any_value(as_of) as timestamp) + interval 1 day, interval 3 month)) as date) as starts_on
    from trades
    cross join period
)

select
    quarters.starts_on,
    count(*) filter (spells.from_on < quarters.starts_on) as customers_start,
    count(*) filter (spells.from_on < quarters.starts_on and spells.to_on < quarters.starts_on + interval 3 month)
        as lost,
    count(*) filter (spells.by_silence and spells.to_on < quarters.starts_on + interval 3 month) as silent,
    count(*) filter (
        spells.by_silence and spells.to_on < quarters.starts_on + interval 3 month and spells.returned_on is not null)
        as silent_returned,
    count(*) filter (spells.to_on > as_of) as customers_end,
    quarters.starts_on + interval 3 month <= any_value(as_of) + interval 1 day as complete
from quarters
cross join period
join spells on spells.to_on >= quarters.starts_on and spells.from_on < quarters.starts_on + interval 3 month
group by quarters.starts_on
order by quarters.starts_on
