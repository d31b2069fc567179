-- Complaints received in the period by category and severity. A complaint counts by the day it was received,
-- whoever the customer is by now.
with
received as (
    select complaints.category, complaints.severity
    from complaint_facts as complaints
    join scope using (customer_key)
    cross join period
    where complaints.opened_on >= period_start and complaints.opened_on < period_end
)

select category, severity, count(*) as complaints
from received
group by category, severity
