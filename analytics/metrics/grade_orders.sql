-- One row: a customer who was there at both ends of the period, with the orders behind the value at either: those of
-- the 365 days that end with the last trade before it.
with
stayed as (
    select customer_key, from_since, to_since
    from grade_ends
    where from_value is not null and to_value is not null
)

select
    days.customer_key,
    coalesce(max_by(days.orders_12m, days.day) filter (days.day < stayed.from_since), 0) as from_orders,
    coalesce(max_by(days.orders_12m, days.day) filter (days.day < stayed.to_since), 0) as to_orders
from warehouse.customer_days as days
join stayed using (customer_key)
group by days.customer_key
