-- One row: a customer as things stand: still there or lost, since when and how we know.
with
last_lives as (
    select
        customer_key,
        max_by(is_lost, from_on) as is_lost,
        max_by(to_on, from_on) as to_on
    from lives
    group by customer_key
)

select
    beginnings.customer_key,
    case
        when last_lives.is_lost or (beginnings.recorded_lost and beginnings.lost_on is null) then 'lost'
        else 'active'
    end as status,
    case when last_lives.is_lost then last_lives.to_on end as lost_on,
    case
        when last_lives.is_lost then departures.basis
        when beginnings.recorded_lost and beginnings.lost_on is null then 'recorded'
    end as loss_basis
from beginnings
left join last_lives using (customer_key)
left join departures
    on departures.customer_key = beginnings.customer_key and departures.lost_on = last_lives.to_on
