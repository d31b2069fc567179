-- Customers there at the start of the period, and what those there at its start and at its end are worth.
with
there as (
    select
        {columns},
        count(*) filter (from_on < cast($period_start as date)) as at_start,
        sum(value_12m) filter (from_on < cast($period_start as date)) as value_at_start,
        sum(value_12m) filter (to_on >= cast($period_end as date)) as value_at_end
    from (select *, null as cause_class from scoped_spells)
    where from_on < cast($period_end as date) and to_on >= cast($period_start as date)
    group by all
)

select * from there
