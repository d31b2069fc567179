-- What was known of each buying customer on some days, and what was bought in the 365 days after each; customers in scope
-- only.
with
asked as (
    select customer_key, size
    from scoped_customers
    where ($everyone or (select count(*) from scoped_customers) <= $most_customers
        or hash(customer_key) % 1000000 < 1e6 * $most_customers / (select count(*) from scoped_customers))
        and (not $everyone or status = 'active')
),

cuts as (
    select unnest(cast($days as date[])) as cut
),

traded as materialized (
    select customer_key, day, revenue, orders
    from warehouse.customer_days
    join asked using (customer_key)
),

known as (
    select
        cut,
        customer_key,
        sum(revenue) filter (day <= cut and day > cut - 365) as value,
        sum(revenue) filter (day <= cut and day > cut - 91) as value_quarter,
        sum(revenue) filter (day > cut - 730 and day <= cut - 365) as value_before,
        max(revenue) filter (day <= cut and day > cut - 365) as largest,
        count(*) filter (day <= cut and day > cut - 365 and orders > 0) as days,
        cut - max(day) filter (day <= cut and orders > 0) as silent,
        cut - min(day) filter (day <= cut) as age,
        sum(revenue) filter (day > cut and day <= cut + 365) as value_after
    from traded
    cross join cuts
    group by cut, customer_key
    having sum(revenue) filter (day <= cut and day > cut - 365) > 0
        and count(*) filter (day <= cut and day > cut - 365 and orders > 0) > 0
)

select
    cut, customer_key, cast(asked.size as varchar) as size, value, coalesce(value_quarter, 0) as value_quarter,
    coalesce(value_before, 0) as value_before, largest, days, silent, age, coalesce(value_after, 0) as value_after
from known
join asked using (customer_key)
