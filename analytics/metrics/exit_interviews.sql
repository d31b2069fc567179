-- Losses of the period with what was told at the exit: when it was decided, where to, and whether for good.
with
known as (
    select *
    from scoped_losses
    cross join period
    where
        coalesce(known_on <= as_of, true)
        and ($everyone or (lost_on >= period_start and lost_on < period_end))
)

select
    cast(would_return as varchar) as would_return,
    cast(lost_to as varchar) as lost_to,
    case when decided_on <= lost_on then lost_on - decided_on end as decided_before,
    -- Known on the day of the decision: something observed no later than it.
    decided_on <= lost_on and precursor_on <= decided_on as warned_before,
    returned_on is not null as returned,
    count(*) as lost,
    coalesce(sum(value_lost), 0)::bigint as value_lost
from known
group by all
order by all
