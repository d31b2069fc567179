-- What each customer is worth a year, in minor units.
select customer_key, customer_id, value
from customers_now
