-- Losses of the period by stated class of cause, the class a second person coded, and what was seen before.
with
known as (
    select
        cast(cause_class as varchar) as cause_class,
        cast(cause_class_second as varchar) as cause_class_second,
        cast(precursor as varchar) as precursor
    from scoped_losses
    cross join period
    where
        coalesce(known_on <= as_of, true)
        and ($everyone or (lost_on >= period_start and lost_on < period_end))
)

select cause_class, cause_class_second, precursor, count(*) as lost
from known
group by all
order by all
