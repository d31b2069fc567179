-- One row: an unbroken time as a customer, from being won or won back to being lost.
with
opened as (
    select customer_key, starts_on as from_on, 'won' as opened_by
    from beginnings
    where starts_on is not null and not (recorded_lost and lost_on is null)

    union all

    select customer_key, returned_on, 'won_back'
    from departures
    where returned_on is not null
),

closed as (
    select
        opened.customer_key, opened.from_on, opened.opened_by,
        min(departures.lost_on) as lost_on
    from opened
    left join departures
        on departures.customer_key = opened.customer_key and departures.lost_on >= opened.from_on
    group by opened.customer_key, opened.from_on, opened.opened_by
)

select
    customer_key,
    from_on,
    coalesce(lost_on, date '9999-12-31') as to_on,
    opened_by,
    lost_on is not null as is_lost
from closed
