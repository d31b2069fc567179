-- Customers by the grade they had at the start of the period and the one they have at its end, and how unequally
-- value is spread over those who are there at its end.
with
ends as materialized (
    select from_grade, to_grade, grade_now, from_value, to_value, returned from grade_ends
),

ranked as (
    select
        cast(greatest(to_value, 0) as double) as value,
        row_number() over (order by to_value desc) as place,
        count(*) over () as customers
    from ends
    where to_value is not null
),

spread as (
    select
        count(*) as customers_end,
        1 + 1 / nullif(count(*), 0) - 2 * sum(place * value) / nullif(count(*) * sum(value), 0) as gini,
        -- The customer astride the fifth counts by the part that lies within it.
        sum(value * greatest(0, least(1, 0.2 * customers - (place - 1)))) / nullif(sum(value), 0) as top_fifth
    from ranked
)

select
    from_grade,
    to_grade,
    grade_now,
    count(*) as customers,
    count(*) filter (returned) as returned,
    cast(coalesce(sum(from_value), 0) as bigint) as from_value,
    cast(coalesce(sum(to_value), 0) as bigint) as to_value,
    any_value(spread.customers_end) as customers_end,
    any_value(spread.gini) as gini,
    any_value(spread.top_fifth) as top_fifth
from ends
cross join spread
group by from_grade, to_grade, grade_now
