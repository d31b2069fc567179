-- How much single customers' jobs of the period scatter around each one's own mean.
with
by_customer as (
    select customer_key, count(failed) as judged, count(*) filter (failed) as failed
    from service_facts
    join scope using (customer_key)
    -- Not `period`: jobs before a parameter are skipped by the block.
    where done_on >= cast($period_start as date) and done_on < cast($period_end as date)
    group by customer_key
)

select
    sum(failed - failed * failed / cast(judged as double)) as within_squares,
    sum(judged - 1) as within_degrees
from by_customer
where judged > 1
