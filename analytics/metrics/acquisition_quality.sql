-- Customers won long enough ago to be judged after so many months: whether they were still there, and what they
-- had brought until then. One row per customer.
with
judged as (
    select *, cast(acquired_on + to_months($months) as date) as judged_on
    from acquired_customers
    cross join period
    where acquired_on + to_months($months) <= as_of
),

gone as (
    select distinct judged.customer_key
    from judged
    join losses using (customer_key)
    where losses.lost_on <= judged.judged_on and coalesce(losses.returned_on > judged.judged_on, true)
),

brought as (
    select judged.customer_key, sum(days.revenue - days.cost) as margin
    from judged
    join warehouse.customer_days as days using (customer_key)
    where days.day < judged.judged_on
    group by judged.customer_key
)

select
    judged.source,
    judged.discount,
    case when judged.promotion is null then null when judged.promotion then 'yes' else 'no' end as promotion,
    cast(judged.size as varchar) as size,
    cast(judged.segment as varchar) as segment,
    cast(year(judged.acquired_on) as integer) as year,
    gone.customer_key is null as kept,
    cast(coalesce(brought.margin, 0) as bigint) as margin
from judged
left join gone using (customer_key)
left join brought using (customer_key)
order by judged.customer_key
