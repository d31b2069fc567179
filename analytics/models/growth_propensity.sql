-- What was known of each buying customer on a day, and what was bought in the 365 days after; customers in scope only.
with
asked as (
    select customer_key, size
    from scoped_customers
    where ($everyone or (select count(*) from scoped_customers) <= $most_customers
        or hash(customer_key) % 1000000 < 1e6 * $most_customers / (select count(*) from scoped_customers))
        and (not $everyone or status = 'active')
),

known as (
    select
        customer_key,
        sum(revenue) filter (day > $day - 365) as value,
        sum(revenue) filter (day > $day - 91) as value_quarter,
        coalesce(sum(revenue) filter (day > $day - 730 and day <= $day - 365), 0) as value_before,
        max(revenue) filter (day > $day - 365) as largest,
        count(*) filter (day > $day - 365 and orders > 0) as days,
        $day - max(day) filter (orders > 0) as silent,
        $day - min(day) as age
    from warehouse.customer_days
    join asked using (customer_key)
    where day <= $day
    group by customer_key
    having sum(revenue) filter (day > $day - 365) > 0
        and count(*) filter (day > $day - 365 and orders > 0) > 0
),

later as (
    select customer_key, sum(revenue) as value_after
    from warehouse.customer_days
    where day > $day and day <= $day + 365
    group by customer_key
)

select
    customer_key, cast(asked.size as varchar) as size, value, coalesce(value_quarter, 0) as value_quarter, value_before,
    largest, days, silent, age, coalesce(value_after, 0) as value_after
from known
join asked using (customer_key)
left join later using (customer_key)
