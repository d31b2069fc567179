-- One row: a day on which a customer bought, and the next such day. A day of returns only is not trade.
select
    customer_key,
    day,
    lead(day) over (partition by customer_key order by day) as next_day
from customer_days
where orders > 0
