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
        count(*) filter (jobs.returned is not null or jobs.complete is not null or jobs.promise_kept is not null
            or jobs.correct_first_time is not null) as judged,
        count(*) filter (jobs.returned or not jobs.complete or not jobs.promise_kept or not jobs.correct_first_time)
            as wrong
    from warehouse.service_jobs as jobs
    join customers_now on customers_now.customer_id = jobs.customer_id
    join scope on scope.customer_key = customers_now.customer_key
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
