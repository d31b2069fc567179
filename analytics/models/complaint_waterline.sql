-- What the iceberg is measured against: the period's complaints by outcome, service jobs that went wrong, and the
-- margin of a customer.
with
received as (
    select
        count(*) as complaints,
        count(*) filter (outcome = 'unresolved') as unresolved,
        count(*) filter (outcome = 'resolved' and not coalesce(days_open <= $quick_days, false)) as resolved,
        count(*) filter (outcome = 'resolved' and days_open <= $quick_days) as quick
    from complaint_facts
    join scope using (customer_key)
    cross join period
    where opened_on >= period_start and opened_on < period_end
),

done as (
    select
        count(jobs.failed) as judged,
        count(*) filter (jobs.failed) as wrong
    from service_facts as jobs
    join scope using (customer_key)
    cross join period
    where jobs.done_on >= period_start and jobs.done_on < period_end
),

worth as (
    select avg(margin_12m) as margin, count(margin_12m) as customers
    from customers_now
    join scope using (customer_key)
    where status = 'active' and margin_12m is not null
)

select received.*, done.judged, done.wrong, worth.margin, worth.customers
from received
cross join done
cross join worth
