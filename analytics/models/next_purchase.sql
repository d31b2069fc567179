-- One row: a customer and a kind of goods, on how many days it was bought up to a day, the first and last of them, and
-- the next one afterwards. Who bought nothing in the year before the day is left out.
with
asked as (
    select customer_key, customer_id
    from scoped_customers
    where (not $living or status = 'active') and ((select count(*) from scoped_customers) <= $most_customers
        or hash(customer_key) % 1000000 < 1e6 * $most_customers / (select count(*) from scoped_customers))
),

bought as (
    select asked.customer_key, cast(orders.{dimension} as varchar) as item, orders.ordered_on as day
    from warehouse.orders
    join asked using (customer_id)
    cross join period
    where orders.{dimension} is not null and orders.ordered_on <= as_of
        and coalesce(orders.quantity, 1) > 0 and orders.revenue >= 0
    group by all
),

listed as (
    select item
    from bought
    where day <= $day
    group by item
    order by count(*) desc, item
    limit $most_items
)

select
    customer_key, item,
    count(*) filter (day <= $day) as times,
    min(day) filter (day <= $day) as first_on,
    max(day) filter (day <= $day) as last_on,
    min(day) filter (day > $day) as next_on
from bought
join listed using (item)
where customer_key in (select customer_key from bought where day <= $day and day > $day - 365)
group by customer_key, item
