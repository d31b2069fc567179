-- Complaints of the period by the cause of the failure.
with
received as (
    select complaints.cause
    from complaint_facts as complaints
    join scope using (customer_key)
    cross join period
    where complaints.opened_on >= period.period_start and complaints.opened_on < period.period_end
)

select cause, count(*) as complaints
from received
where cause is not null
group by cause
order by complaints desc, cause
