-- The customers behind the margin: there when the year began and still there at its end, with what they brought.
with
lived as (
    select
        customer_key,
        bool_or(from_on < period_start and to_on >= period_start) as began,
        bool_or(from_on < period_end and to_on >= period_end) as stayed,
        any_value(value_12m) filter (from_on < period_start and to_on >= period_start) as value
    from scoped_spells
    cross join period
    where to_on >= period_start and from_on < period_end
    group by customer_key
),

brought as (
    select days.customer_key, sum(days.revenue - days.cost) as margin
    from warehouse.customer_days as days
    cross join period
    where days.day >= period_start and days.day < period_end
    group by days.customer_key
)

select
    customers_now.customer_key, customers_now.customer_id, customers_now.name, customers_now.size,
    customers_now.grade, customers_now.branch, customers_now.account_manager,
    cast(coalesce(brought.margin, lived.value * cast($contract_margin as double), 0) as bigint) as margin
from lived
join customers_now using (customer_key)
left join brought using (customer_key)
where lived.began and lived.stayed
order by margin desc, customers_now.customer_id
