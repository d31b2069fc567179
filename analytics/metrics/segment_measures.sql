-- Sums of what can be measured of customers in a segment, and of the rest of those looked at.
with
flagged as (
    select customers_now.*, coalesce({condition}, false) as inside
    from customers_now
    join scope using (customer_key)
)

select inside, {dimension}
from flagged
group by inside
