-- Relations that began, or began anew, in the period, in the one before, a year ago, and since their starts.
with
opened as (
    select
        *,
        null as cause_class,
        opened_by = 'won' as is_won,
        from_on >= cast($period_start as date) as in_period,
        from_on >= cast($previous_start as date) and from_on < cast($previous_end as date) as in_previous,
        from_on >= cast($year_ago_start as date) and from_on < cast($year_ago_end as date) as in_year_ago
    from scoped_spells
    where
        opened_by <> 'grade'
        and from_on < cast($period_end as date)
        and from_on >= coalesce(
            least(cast($previous_start as date), cast($year_ago_start as date)), cast($period_start as date))
)

select
    {columns},
    count(*) filter (in_period and is_won) as won,
    count(*) filter (in_previous and is_won) as won_previous,
    count(*) filter (in_year_ago and is_won) as won_year_ago,
    count(*) filter (in_period and not is_won) as won_back,
    count(*) filter (in_previous and not is_won) as won_back_previous,
    count(*) filter (in_year_ago and not is_won) as won_back_year_ago,
    count(*) filter (not in_period and from_on >= cast($previous_start as date)) as came_since_previous,
    count(*) filter (not in_period and from_on >= cast($year_ago_start as date)) as came_since_year_ago
from opened
group by all
