-- Customers at the start of two periods and those of them lost within it, by cells of the dimensions asked for.
-- Whoever was lost and won back within a period counts once.
with
spans as (
    select 'before' as span, previous_start as starts_on, previous_end as ends_on from period where previous_start is not null
    union all
    select 'after', period_start, period_end from period where period_start is not null
),

there as (
    select spans.span, spans.starts_on, spans.ends_on, spells.*
    from scoped_spells as spells
    join spans on spells.from_on < spans.starts_on and spells.to_on >= spans.starts_on
),

lost as (
    select there.span, there.customer_key
    from there
    join scoped_losses as losses using (customer_key)
    cross join period
    where
        losses.lost_on >= there.starts_on and losses.lost_on < there.ends_on
        and losses.known_on <= period.as_of
    group by there.span, there.customer_key
)

select
    there.span, {dimension},
    count(*) as customers,
    count(lost.customer_key) as lost
from there
left join lost on lost.span = there.span and lost.customer_key = there.customer_key
group by all
order by all
