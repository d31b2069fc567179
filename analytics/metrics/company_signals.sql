-- What one customer is held against: the service of all customers within a year, and whether ranks are written down.
with
served as (
    select count(failed) as company_jobs, count(*) filter (not failed) as company_jobs_kept
    from service_facts
    cross join period
    where done_on > as_of - 365 and done_on <= as_of
),

ranked as (
    select count(by_level) > 0 as levels_known
    from warehouse.contacts
)

select company_jobs, company_jobs_kept, levels_known
from served
positional join ranked
