-- Losses the company wrote down, by branch and by the day it wrote. It is the records that are looked at here, so
-- a customer is counted even where silence or an ended contract told of the loss earlier.
with
written as (
    select branch, recorded_lost_on as lost_on
    from scoped_customers
    where recorded_lost_on <= cast($as_of as date) and branch is not null
)

select cast(date_trunc('month', lost_on) as date) as month, branch, day(lost_on) as day, count(*) as lost
from written
group by month, branch, lost_on
