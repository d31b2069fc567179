-- One row: a cut-off, a customer and a kind of goods, on how many days it was bought up to the cut-off, the first and last
-- of them, and the next one afterwards. Who bought nothing in the year before the cut-off is left out.
with
asked as (
    select customer_key, customer_id
    from scoped_customers
    where (not $living or status = 'active') and ((select count(*) from scoped_customers) <= $most_customers
        or hash(customer_key) % 1000000 < 1e6 * $most_customers / (select count(*) from scoped_customers))
),

bought as materialized (
    select asked.customer_key, cast(orders.{dimension} as varchar) as item, orders.ordered_on as day
    from warehouse.orders
    join asked using (customer_id)
    cross join period
    where orders.{dimension} is not null and orders.ordered_on <= as_of
        and coalesce(orders.quantity, 1) > 0 and orders.revenue >= 0
    group by all
),

cuts as (
    select unnest(cast($days as date[])) as cut
),

known as materialized (
    select
        cut, customer_key, item,
        count(*) filter (day <= cut) as times,
        min(day) filter (day <= cut) as first_on,
        max(day) filter (day <= cut) as last_on,
        min(day) filter (day > cut) as next_on
    from bought
    cross join cuts
    group by all
),

listed as (
    select cut, item
    from known
    where times > 0
    group by cut, item
    qualify row_number() over (partition by cut order by sum(times) desc, item) <= $most_items
),

living as (
    select cut, customer_key
    from known
    group by cut, customer_key
    having max(last_on) > cut - 365
)

select cut, customer_key, item, times, first_on, last_on, next_on
from known
join listed using (cut, item)
join living using (cut, customer_key)
