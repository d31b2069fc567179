-- Customers of a segment, most value first.
with
members as (
    select *
    from customers_now
    join scope using (customer_key)
    where {condition}
)

select {dimension}
from members
order by value desc nulls last, customer_id
