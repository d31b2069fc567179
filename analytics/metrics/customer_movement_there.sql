-- Customers there at the start of the period, and what those there at its start and at its end are worth. A grade,
-- and with it a new value, counts from its day on.
with
there as (
    select
        {columns},
        (from_on < cast($period_start as date) or (opened_by = 'grade' and from_on = cast($period_start as date)))
            and (to_on > cast($period_start as date) or closed_by = 'lost') as at_start,
        (from_on < cast($period_end as date) or (opened_by = 'grade' and from_on = cast($period_end as date)))
            and (to_on > cast($period_end as date)
                or (to_on = cast($period_end as date) and closed_by = 'lost')) as at_end,
        value_12m
    from (select *, null as cause_class from scoped_spells)
    where from_on <= cast($period_end as date) and to_on >= cast($period_start as date)
)

select
    {columns},
    count(*) filter (at_start) as at_start,
    sum(value_12m) filter (at_start) as value_at_start,
    sum(value_12m) filter (at_end) as value_at_end
from there
group by all
