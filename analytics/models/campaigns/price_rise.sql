-- List prices of what the segment's customers bought lately, beside those of as long a time before, product by product.
with
members as (
    select customer_id
    from scoped_customers
    where {condition}
),

listed as (
    select
        cast(orders.product as varchar) as product,
        orders.ordered_on > cast($until as date) - $days as lately,
        orders.list_price,
        orders.revenue
    from warehouse.orders as orders
    join members using (customer_id)
    where orders.list_price > 0 and orders.product is not null and orders.revenue > 0
        and orders.ordered_on <= cast($until as date) and orders.ordered_on > cast($until as date) - 2 * $days
),

products as (
    -- Fewer lines than these may be one customer's own price.
    select
        product,
        median(list_price) filter (lately) / median(list_price) filter (not lately) - 1 as rise,
        sum(revenue) filter (lately)::double as revenue
    from listed
    group by product
    having count(*) filter (lately) >= $lines and count(*) filter (not lately) >= $lines
)

select
    count(*) as products,
    count(*) filter (rise >= $least) as risen,
    coalesce(sum(rise * revenue) / sum(revenue), 0) as rise,
    coalesce(sum(revenue) filter (rise >= $least) / sum(revenue), 0) as risen_share
from products
