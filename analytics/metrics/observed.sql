-- One row: from when the records tell the whole story. Every kind of record is there from records_on; every
-- usual kind of loss can be seen from observed_on, as silence shows only after its threshold. Before that,
-- time without losses would look like time without churn.
with
first_losses as (
    select basis, min(lost_on) as first_on, count(*) as losses
    from losses
    where lost_on is not null
    group by basis
),

traded as (
    select min(first_order_on) as first_order_on from customers_now
)

select
    greatest(meta.first_event, first_order_on) as records_on,
    greatest(meta.first_event, first_order_on, (
        select max(first_on)
        from first_losses
        where losses * 10 >= (select sum(losses) from first_losses))) as observed_on
from meta
cross join traded
