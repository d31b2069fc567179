-- One row: a customer, on how many whole months, quarters or years after that of the first purchase something was bought, as
-- a buying summary of occasions. The period that runs on the day is not over and does not count.
with
visits as (
    select customer_key, date_diff($period, date '1900-01-01', day) as occasion, sum(revenue) as revenue
    from warehouse.customer_days
    where orders > 0 and day <= $until
    group by all
),

placed as (
    select
        *,
        min(occasion) over (partition by customer_key) as first_occasion,
        date_diff($period, date '1900-01-01', cast($end as date)) as last_occasion
    from visits
),

counted as (
    select
        customer_key,
        greatest(any_value(last_occasion) - any_value(first_occasion), 0) as age,
        count(*) filter (occasion > first_occasion and occasion <= last_occasion) as frequency,
        max(occasion) filter (occasion > first_occasion and occasion <= last_occasion)
            - any_value(first_occasion) as recency,
        sum(revenue) filter (occasion > first_occasion and occasion <= last_occasion) as repeat_revenue
    from placed
    group by customer_key
)

select
    customer_key, frequency, coalesce(recency, 0) as recency, age,
    cast(repeat_revenue / nullif(frequency, 0) as double) as spend
from counted
order by customer_key
