-- One row: from when the records tell the whole story. From records_on every kind of record is there in which a
-- usual kind of loss would show; from observed_on every usual kind of loss can be seen, as silence shows only
-- after its threshold. Before that, time without losses would look like time without churn.
with
seen as (
    -- The first of a few losses says little about when such losses began to be recorded.
    select basis, min(lost_on) as first_on, count(*) as losses
    from losses
    where lost_on is not null
    group by basis
    having basis = 'silent' or count(*) >= 20
),

usual as (
    select basis, first_on
    from seen
    where losses * 10 >= (select sum(losses) from seen)
),

trade as (
    select
        min(first_order_on) as first_order_on,
        min(first_order_on) + (select min(silent_days) from silence_curve where chosen) as first_silent_on
    from customers_now
)

select
    greatest(meta.first_event, first_order_on, (select max(first_on) from usual where basis <> 'silent')) as records_on,
    greatest(meta.first_event, first_order_on, (
        select max(case when basis = 'silent' then coalesce(first_silent_on, first_on) else first_on end)
        from usual)) as observed_on
from meta
cross join trade
