-- Losses the company wrote down, by branch and by the day it wrote. It is the records that are looked at here, so
-- a customer is counted even where silence or an ended contract told of the loss earlier.
with
written as (
    select customers_now.branch, records.lost_on
    from warehouse.customers as records
    join customers_now using (customer_id)
    join scope using (customer_key)
    cross join period
    where records.lost_on <= as_of and customers_now.branch is not null
)

select cast(date_trunc('month', lost_on) as date) as month, branch, day(lost_on) as day, count(*) as lost
from written
group by month, branch, lost_on
