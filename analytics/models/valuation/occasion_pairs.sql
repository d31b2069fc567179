-- One row: how many pairs of purchases of one customer fell into the same month, quarter or year, and how many would by
-- chance: purchases between the first and the last of a customer spread evenly over the time between.
with
days as (
    select
        customer_key, day, date_diff($period, date '1900-01-01', day) as occasion,
        cast(date_trunc($period, day) as date) as begins
    from warehouse.customer_days
    where orders > 0 and day <= $until and customer_key in (select unnest(cast($customers as bigint[])))
),

together as (
    select customer_key, sum(purchases * (purchases - 1) / 2) as pairs
    from (select customer_key, occasion, count(*) as purchases from days group by all)
    group by customer_key
),

spans as (
    select
        customer_key,
        count(*) - 2 as between_ends,
        max(occasion) - min(occasion) as occasions,
        (max(day) - min(day))::double as span,
        -- Days of the time between that lie in the period of the first purchase, and in that of the last.
        date_diff('day', min(day), min(begins) + to_months($months))::double as at_first,
        (max(day) - max(begins))::double as at_last
    from days
    group by customer_key
    having count(*) > 2 and max(occasion) > min(occasion)
),

chances as (
    select
        *,
        greatest(span - at_first - at_last, 0) / greatest(occasions - 1, 1) as inner_length
    from spans
)

select
    coalesce(sum(pairs), 0)::double as observed,
    coalesce(sum(
        between_ends * (between_ends - 1) / 2 * (
            pow(at_first / span, 2) + pow(at_last / span, 2) + (occasions - 1) * pow(inner_length / span, 2))
        + between_ends * (at_first + at_last) / span), 0)::double as expected
from chances
join together using (customer_key)
