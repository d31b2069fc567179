-- One row: an unbroken time under contract; terms that follow within the grace days are one.
with
terms as (
    select
        customers_now.customer_key,
        contracts.starts_on,
        coalesce(contracts.ends_on, date '9999-12-31') as ends_on
    from warehouse.contracts
    join customers_now using (customer_id)
    where contracts.starts_on <= cast($as_of as date)
),

reaching as (
    select
        *,
        max(ends_on) over (
            partition by customer_key order by starts_on, ends_on
            rows between unbounded preceding and 1 preceding) as covered_until
    from terms
),

numbered as (
    select
        *,
        sum(case when starts_on <= covered_until + cast($grace_days as integer) then 0 else 1 end) over (
            partition by customer_key order by starts_on, ends_on
            rows between unbounded preceding and current row) as term
    from reaching
)

select
    customer_key,
    min(starts_on) as starts_on,
    max(ends_on) as ends_on,
    max(ends_on) > cast($as_of as date) as running,
    -- Within the grace days nobody knows yet whether it will be renewed.
    max(ends_on) + cast($grace_days as integer) <= cast($as_of as date) as ended,
    date_diff('day', min(starts_on), least(max(ends_on), cast($as_of as date))) / 365.25 as years,
    date_diff('day', min(starts_on), cast($as_of as date)) / 365.25 as seen
from numbered
group by customer_key, term
order by customer_key, starts_on
