-- Customers won in the year before last year began: how many were still there after twelve months, and what they
-- brought in these, minor units. Sums that intervals are made of.
with
won as (
    select customer_key, acquired_on, cast(acquired_on + to_months(12) as date) as judged_on
    from scoped_customers
    cross join period
    where acquired_on >= previous_start and acquired_on < period_start
        and acquired_on >= cast($records_on as date) and acquired_on + to_months(12) <= period_end
),

gone as (
    select distinct won.customer_key
    from won
    join losses using (customer_key)
    where losses.lost_on <= won.judged_on and coalesce(losses.returned_on > won.judged_on, true)
),

brought as (
    select won.customer_key, sum(days.revenue - days.cost) as margin
    from won
    join warehouse.customer_days as days using (customer_key)
    where days.day >= won.acquired_on and days.day < won.judged_on
    group by won.customer_key
),

newcomers as (
    select gone.customer_key is null as kept, cast(coalesce(brought.margin, 0) as double) as margin
    from won
    left join gone using (customer_key)
    left join brought using (customer_key)
)

select
    count(*) as customers, count(*) filter (kept) as kept, coalesce(sum(margin), 0) as margin,
    coalesce(sum(margin * margin), 0) as margin_squares
from newcomers
