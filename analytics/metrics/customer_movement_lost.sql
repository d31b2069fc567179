-- Customers lost in the period, in the one before, a year ago, and since the starts of these.
with
lost as (
    select
        losses.*,
        -- Whose relation began within the period was not there at its start.
        coalesce(relation_began_on < cast($period_start as date), true) as was_there,
        lost_on >= cast($period_start as date) as in_period,
        -- Only who came back can be lost again; that is one customer still.
        coalesce(
            lost_again_on >= cast($period_end as date) or lost_again_known_on > cast($as_of as date), true) as is_last,
        lost_on >= cast($previous_start as date) and lost_on < cast($previous_end as date) as in_previous,
        lost_on >= cast($year_ago_start as date) and lost_on < cast($year_ago_end as date) as in_year_ago
    from scoped_losses as losses
    where
        known_on <= cast($as_of as date)
        and lost_on < cast($period_end as date)
        and lost_on >= coalesce(
            least(cast($previous_start as date), cast($year_ago_start as date)), cast($period_start as date))
)

select
    {columns},
    count(*) filter (in_period) as lost,
    count(*) filter (in_previous) as lost_previous,
    count(*) filter (in_year_ago) as lost_year_ago,
    count(*) filter (in_period and is_last) as customers_lost,
    count(*) filter (in_period and was_there) as lost_from_start,
    sum(value_lost) filter (in_period) as value_lost,
    sum(value_lost) filter (in_previous) as value_lost_previous,
    sum(value_lost) filter (in_year_ago) as value_lost_year_ago,
    count(*) filter (not in_period and lost_on >= cast($previous_start as date)) as left_since_previous,
    count(*) filter (not in_period and lost_on >= cast($year_ago_start as date)) as left_since_year_ago
from lost
group by all
