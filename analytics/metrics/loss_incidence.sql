-- Customers by months from their beginning to the first loss and its class of cause, or to the as-of day; and by
-- the months already past when losses could first be seen.
with
first_losses as (
    select customer_key, lost_on, cause_class
    from scoped_losses
    where known_on <= cast($as_of as date)
    qualify row_number() over (partition by customer_key order by lost_on) = 1
),

dated as (
    select
        cast(first_losses.cause_class as varchar) as cause_class,
        coalesce(first_losses.lost_on, period.as_of) - acquired_on as days,
        first_losses.lost_on is not null as is_lost,
        greatest(observed_on - acquired_on - 1, 0) as days_unseen
    from customers_now
    join scope using (customer_key)
    cross join period
    cross join observed
    left join first_losses using (customer_key)
    where acquired_on <= period.as_of
        -- Lost, but nobody wrote down when.
        and not (status = 'lost' and customers_now.lost_on is null)
),

seen as (
    -- Who was lost before losses could be seen is not in the records: the others count from that day on.
    select * from dated where days >= 0 and (days_unseen = 0 or days > days_unseen)
)

select
    cause_class, days / 30.4375 as months,
    count(*) filter (is_lost) as lost, count(*) filter (not is_lost) as still_there, 0 as begins
from seen
group by cause_class, days

union all

select null, days_unseen / 30.4375, 0, 0, count(*)
from seen
where days_unseen > 0
group by days_unseen
