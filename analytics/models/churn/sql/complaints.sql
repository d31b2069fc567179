-- One row is a customer who had complained by the cut-off. How a complaint ended is known once it is closed.
with complaints as (
    select
        customer_key,
        opened_on,
        case when not $truncated or closed_on <= $origin then closed_on end as closed_on,
        case when not $truncated or closed_on <= $origin then outcome end as outcome,
        case when not $truncated or closed_on <= $origin then satisfied end as satisfied
    from complaint_facts
    where not $truncated or opened_on <= $origin
),

seen as (
    select
        customer_key,
        date_diff('day', opened_on, cast($origin as date)) as days_ago,
        closed_on is not null and closed_on <= $origin as closed,
        outcome,
        satisfied
    from complaints
    where opened_on <= $origin
)

select
    customer_key,
    cast(count(*) filter (where days_ago < 365) as double) as complaints_365,
    cast(count(*) filter (where not closed) as double) as complaints_open,
    cast(count(*) filter (where closed and outcome = 'unresolved' and days_ago < 365) as double)
        as complaints_unresolved_365,
    cast(count(*) filter (where closed and not satisfied and days_ago < 365) as double) as complaints_unsatisfied_365,
    cast(min(days_ago) filter (where days_ago < 365) as double) as days_since_complaint
from seen
group by customer_key
order by customer_key
