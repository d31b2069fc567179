-- Customers in a segment and the rest of those looked at, by every value of every dimension.
with
flagged as (
    select *, coalesce({condition}, false) as inside
    from customers_now
    join scope using (customer_key)
),

narrow as (
    select inside, {dimension}
    from flagged
),

spelled as (
    select *
    from narrow
    unpivot include nulls (value for dimension in (columns(* exclude inside)))
)

select
    dimension,
    value,
    count(*) filter (inside) as inside,
    count(*) filter (not inside) as outside
from spelled
group by dimension, value
order by dimension, value
