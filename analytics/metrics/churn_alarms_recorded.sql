-- Losses the company wrote down, by branch and by the day it wrote. It is the records that are looked at here, so
-- a customer is counted even where silence or an ended contract told of the loss earlier.
with
written as (
    select scoped_customers.branch, records.lost_on
    from warehouse.customers as records
    join scoped_customers using (customer_id)
    where records.lost_on <= cast($as_of as date) and scoped_customers.branch is not null
)

select cast(date_trunc('month', lost_on) as date) as month, branch, day(lost_on) as day, count(*) as lost
from written
group by month, branch, lost_on
