-- What customers won brought in each full month since, and for how many full months they were seen: sums over
-- random groups of a source's customers, which is all that a bootstrap of customers needs. A row without an age
-- counts customers by the months seen; one with an age holds the margin of that month.
with
seen as (
    select
        customer_key, source, acquired_on,
        least(cast(date_sub('month', acquired_on, as_of + 1) as integer), $months) as seen,
        cast((row_number() over (partition by source order by hash(customer_key)) - 1) % $groups as integer) as part
    from acquired_customers
    cross join period
    where source is not null
),

brought as (
    select
        seen.source, seen.part, cast(date_sub('month', seen.acquired_on, days.day) as integer) as age,
        days.revenue - days.cost as margin
    from seen
    join warehouse.customer_days as days using (customer_key)
    where days.day >= seen.acquired_on and date_sub('month', seen.acquired_on, days.day) < seen.seen
)

select source, part, seen, cast(null as integer) as age, count(*) as customers, cast(0 as bigint) as margin
from seen
group by source, part, seen

union all

select source, part, null, age, 0, cast(sum(margin) as bigint)
from brought
group by source, part, age
