-- How long relations last: customers by months from their beginning to the first loss, or to the as-of day,
-- and the months already past when the records began; by one dimension and for everyone.
with
first_losses as (
    select losses.customer_key, min(losses.lost_on) as lost_on
    from losses
    join scope using (customer_key)
    cross join period
    where losses.known_on <= as_of
    group by losses.customer_key
),

dated as (
    select
        customers_now.{dimension} as dimension,
        date_diff('day', acquired_on, coalesce(first_losses.lost_on, period.as_of)) as days,
        first_losses.lost_on is not null as is_lost,
        -- Who was lost before the records begin is not in them: the others count from that day on.
        greatest(date_diff('day', acquired_on, first_event) - 1, 0) as days_unseen
    from customers_now
    join scope using (customer_key)
    cross join period
    cross join meta
    left join first_losses using (customer_key)
    where period.as_of is not null and acquired_on <= period.as_of
        -- Lost, but nobody wrote down when.
        and not (status = 'lost' and customers_now.lost_on is null)
),

lived as (
    select dimension, round(days / 30.4375, 3) as months, is_lost, round(days_unseen / 30.4375, 3) as unseen
    from dated
    where days >= 0 and (days_unseen = 0 or days > days_unseen)

    union all

    select {dimension}, tenure_months, status = 'lost', 0
    from customers_now
    join scope using (customer_key)
    cross join period
    where as_of is null and tenure_months is not null
),

counted as (
    select dimension, months, is_lost as lost, not is_lost as still_there, false as begins from lived
    union all
    select dimension, unseen, false, false, true from lived where unseen > 0
)

select
    dimension,
    grouping(dimension) = 1 as everyone,
    months::double as months,
    count(*) filter (lost) as lost,
    count(*) filter (still_there) as still_there,
    count(*) filter (begins) as begins
from counted
group by grouping sets ((months), (dimension, months))
order by everyone desc, dimension, months
