-- One row: a customer who was there at the start or at the end of the period, with grade and value at both ends.
with
unknown_losses as (
    -- A loss told of only after the as-of day has not happened for it.
    select customer_key, lost_on as to_on, 'lost' as closed_by
    from losses
    where known_on > cast($as_of as date)
),

at_start as (
    select customer_key, grade, coalesce(value_12m, 0) as value, from_on
    from scoped_spells
    where to_on >= cast($period_start as date) and from_on <= cast($period_start as date)
        and (from_on < cast($period_start as date) or opened_by = 'grade')
        and (to_on > cast($period_start as date) or closed_by = 'lost')
),

ending as (
    select customer_key, grade, coalesce(value_12m, 0) as value, from_on
    from scoped_spells
    where to_on >= cast($period_end as date) and from_on <= cast($period_end as date)
        and (from_on < cast($period_end as date) or opened_by = 'grade')
        and (to_on > cast($period_end as date) or closed_by = 'lost')

    union all

    select customer_key, grade, coalesce(value_12m, 0), from_on
    from scoped_spells
    join unknown_losses using (customer_key, to_on, closed_by)
    where to_on < cast($period_end as date)
),

at_end as (
    select customer_key, max_by(grade, from_on) as grade, max_by(value, from_on) as value, max(from_on) as from_on
    from ending
    group by customer_key
),

left_within as (
    select customer_key, min(lost_on) as lost_on
    from scoped_losses
    where lost_on >= cast($period_start as date) and lost_on < cast($period_end as date)
        and known_on <= cast($as_of as date)
    group by customer_key
),

entered as (
    select customer_key, min_by(opened_by, from_on) as opened_by
    from scoped_spells
    where to_on >= cast($period_start as date) and from_on >= cast($period_start as date)
        and from_on < cast($period_end as date) and opened_by <> 'grade'
    group by customer_key
)

select
    customer_key,
    case
        when at_start.customer_key is not null then coalesce(cast(at_start.grade as varchar), 'none')
        when entered.opened_by = 'won_back' then 'won_back'
        else 'new'
    end as from_grade,
    case
        when at_start.customer_key is not null and left_within.customer_key is not null then 'lost'
        when at_end.customer_key is null then 'lost'
        else coalesce(cast(at_end.grade as varchar), 'none')
    end as to_grade,
    case when at_end.customer_key is not null then coalesce(cast(at_end.grade as varchar), 'none') end as grade_now,
    at_start.value as from_value,
    at_end.value as to_value,
    at_start.from_on as from_since,
    at_end.from_on as to_since,
    left_within.lost_on,
    at_start.customer_key is not null and left_within.customer_key is not null
        and at_end.customer_key is not null as returned
from at_start
full join at_end using (customer_key)
left join left_within using (customer_key)
left join entered using (customer_key)
