-- Losses of the period by the first warning found before them: how many, and how many days it came earlier.
with
warned as (
    -- Spending falls over months: there is no day on which it was first seen.
    select
        cast(precursor as varchar) as precursor,
        case when precursor <> 'spend_falling' then lost_on - precursor_on end as days
    from scoped_losses
    cross join period
    where
        lost_on is not null and known_on <= as_of and precursor is not null
        and ($everyone or (lost_on >= period_start and lost_on < period_end))
)

select
    precursor,
    count(*) as lost,
    count(days) as dated,
    quantile_cont(days, 0.25) as lower_quartile,
    quantile_cont(days, 0.5) as median,
    quantile_cont(days, 0.75) as upper_quartile,
    list(days order by days) filter (days is not null) as ordered
from warned
group by precursor
order by lost desc, precursor
