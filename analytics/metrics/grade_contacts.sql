-- How many customers of each grade were contacted within the days it allows.
with
counted as (
    select
        grade,
        any_value(allowed) as allowed,
        count(*) as customers,
        count(*) filter (overdue) as overdue,
        count(*) filter (days_since_contact is null) as never,
        median(days_since_contact) as median_days,
        cast(coalesce(sum(value) filter (overdue), 0) as bigint) as value_overdue
    from contact_waits
    group by grade
)

select grade, allowed, customers, overdue, never, median_days, value_overdue
from counted
order by grade
