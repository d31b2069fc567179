-- How long relations last: customers by months from their beginning to the first loss, or to the as-of day,
-- and by the months already past when losses could first be seen; by one dimension.
with
first_losses as (
    select customer_key, min(lost_on) as lost_on
    from scoped_losses
    where known_on <= cast($as_of as date)
    group by customer_key
),

dated as (
    select
        customers_now.{dimension} as dimension,
        coalesce(first_losses.lost_on, period.as_of) - acquired_on as days,
        first_losses.lost_on is not null as is_lost,
        -- Who was lost before losses could be seen is not in the records: the others count from that day on.
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
    select * from dated where days >= 0 and (days_unseen = 0 or days > days_unseen)
),

undated as (
    select {dimension} as dimension, tenure_months * 30.4375 as days, status = 'lost' as is_lost
    from customers_now
    join scope using (customer_key)
    cross join period
    where as_of is null and tenure_months is not null
),

counted as (
    select
        dimension, days, count(*) filter (is_lost) as lost, count(*) filter (not is_lost) as still_there, 0 as begins
    from seen
    group by dimension, days

    union all

    select dimension, days_unseen, 0, 0, count(*)
    from seen
    where days_unseen > 0
    group by dimension, days_unseen

    union all

    select dimension, days, count(*) filter (is_lost), count(*) filter (not is_lost), 0
    from undated
    group by dimension, days
)

select dimension, days / 30.4375 as months, lost, still_there, begins
from counted
