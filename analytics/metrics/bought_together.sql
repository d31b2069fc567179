-- One row: an item in a basket, with the customer whose it is; the items in most baskets only.
with
-- Beyond so many customers a sample tells as much: by key, so that it is the same one every time.
asked as (
    select customer_key, customer_id
    from scoped_customers
    where (select count(*) from scoped_customers) <= $most_customers
        or hash(customer_key) % 1000000 < 1e6 * $most_customers / (select count(*) from scoped_customers)
),

lines as (
    select distinct
        asked.customer_key,
        case when $window_days = 0 then hash(orders.order_id)
            else cast(as_of - orders.ordered_on as integer) // cast($window_days as integer)
        end as basket,
        orders.{dimension} as item
    from warehouse.orders
    join asked using (customer_id)
    cross join period
    where orders.{dimension} is not null and orders.ordered_on <= as_of
        and orders.ordered_on > as_of - cast($history_days as integer)
        and coalesce(orders.quantity, 1) > 0 and orders.revenue >= 0
),

listed as (
    select item, count(*) as baskets
    from lines
    group by item
    having count(*) >= $fewest
    order by baskets desc, item
    limit $most_items
)

select
    customer_key, item,
    cast(dense_rank() over (order by customer_key, basket) - 1 as integer) as basket
from lines
join listed using (item)
