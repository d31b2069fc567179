-- One row is a customer who had traded by the cut-off: repeat days of trade, when the last was, how long known.
with days as (
    select customer_key, day, revenue
    from warehouse.customer_days
    where orders > 0 and day <= $until
),

known as (
    select
        customer_key,
        count(*) - 1 as frequency,
        min(day) as first_on,
        max(day) as last_on,
        -- The first day tells how customers are won, not how they repeat.
        sum(revenue) - arg_min(revenue, day) as repeat_revenue
    from days
    group by customer_key
)

select
    customer_key,
    frequency,
    date_diff('day', first_on, last_on) as recency,
    date_diff('day', first_on, cast($until as date)) as age,
    cast(repeat_revenue / nullif(frequency, 0) as double) as spend
from known
order by customer_key
