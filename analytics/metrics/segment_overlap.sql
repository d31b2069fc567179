-- Customers by the segments they belong to: one row for each combination there is, as text of noughts and ones.
with
flagged as (
    select {dimension} as belongs
    from customers_now
    join scope using (customer_key)
)

select belongs, count(*) as customers
from flagged
group by belongs
