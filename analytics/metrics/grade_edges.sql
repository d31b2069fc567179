-- The lowest value in each grade at the last grading up to the as-of day.
with
last_grading as (
    select max(from_on) as graded_on
    from customer_spells
    cross join period
    where opened_by = 'grade' and from_on <= as_of
)

select
    cast(spells.grade as varchar) as grade,
    last_grading.graded_on,
    cast(min(coalesce(spells.value_12m, 0)) as bigint) as lowest
from customer_spells as spells
cross join last_grading
where spells.from_on <= graded_on and spells.to_on > graded_on and spells.grade is not null
group by spells.grade, last_grading.graded_on
order by spells.grade
