-- Active customers with their profit-and-loss account of the last year, what they will still bring, and the last time
-- prices were raised for them.
with
valued as (
    select * exclude (file_row_number), file_row_number as place
    from read_parquet($values, file_row_number = true)
),

activity as (
    select * from customer_activity
),

living as (
    -- Who was a customer on the as-of day, whatever became of them since.
    select customer_key
    from scoped_spells
    cross join period
    where from_on <= as_of and to_on > as_of
),

rises as (
    -- Profit of the year tells what a rise did only where all of the year came after it.
    select
        coalesce(cast(branch as varchar), '') as branch,
        max(happened_on) as repriced_on
    from events
    cross join period
    where kind = 'price_change' and happened_on <= period_start and happened_on > period_start - 1096
    group by all
)

select
    scoped_customers.customer_key, scoped_customers.customer_id, scoped_customers.name, scoped_customers.size,
    scoped_customers.grade, scoped_customers.branch, scoped_customers.account_manager,
    activity.* exclude (customer_key),
    greatest(everywhere.repriced_on, here.repriced_on) as repriced_on,
    valued.value as lifetime_value, valued.low as lifetime_low, valued.high as lifetime_high,
    valued.* exclude (customer_id, value, low, high)
from activity
join living using (customer_key)
join scoped_customers using (customer_key)
left join valued using (customer_id)
left join rises as everywhere on everywhere.branch = ''
left join rises as here on here.branch = cast(scoped_customers.branch as varchar)
order by scoped_customers.customer_key
