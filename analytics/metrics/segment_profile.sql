-- Customers in a segment and the rest of those looked at, by every value of every dimension.
with
flagged as (
    select customers_now.*, coalesce({condition}, false) as inside
    from customers_now
    join scope using (customer_key)
)

select
    grouping({dimension}) as grouping_set,
    {dimension},
    count(*) filter (inside) as inside,
    count(*) filter (not inside) as outside
from flagged
group by grouping sets ({order})
