-- Complaints received in the period, in the one before and a year ago: one row each. A complaint counts by the
-- day it was received, whoever the customer is by now.
with
windows as (
    select 'now' as time, period_start as starts_on, period_end as ends_on from period
    union all
    select 'previous', previous_start, previous_end from period
    union all
    -- Of twelve months the period before is the year ago: counted once.
    select 'year_ago', year_ago_start, year_ago_end from period
    where (year_ago_start, year_ago_end) is distinct from (previous_start, previous_end)
)

select
    windows.time, complaints.customer_key, complaints.category, complaints.severity, complaints.channel,
    complaints.size, complaints.segment, complaints.region, complaints.branch, complaints.market
from complaint_facts as complaints
join scope using (customer_key)
join windows on complaints.opened_on >= windows.starts_on and complaints.opened_on < windows.ends_on
