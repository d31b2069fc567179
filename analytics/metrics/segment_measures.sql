-- Sums of what can be measured of customers in a segment, and of the rest of those looked at.
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
    unpivot (value for measure in (columns(* exclude inside)))
)

select
    measure,
    count(*) filter (inside) as inside,
    coalesce(sum(value) filter (inside), 0) as inside_sum,
    coalesce(sum(value ^ 2) filter (inside), 0) as inside_squares,
    count(*) filter (not inside) as outside,
    coalesce(sum(value) filter (not inside), 0) as outside_sum,
    coalesce(sum(value ^ 2) filter (not inside), 0) as outside_squares
from spelled
group by measure
