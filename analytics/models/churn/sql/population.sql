-- One row is a customer living at the cut-off, with what was so all along and the outcome after it.
-- A customer lost between the cut-off and the start of the predicted window is neither kept nor lost.
with living as (
    select distinct customer_key
    from customer_spells
    where from_on <= $origin and to_on > $origin
),

next_loss as (
    select customer_key, min(lost_on) as next_lost_on
    from losses
    where lost_on > $origin
    group by customer_key
),

next_trade as (
    select customer_key, min(day) as next_traded_on
    from warehouse.customer_days
    where day > $window_start and orders > 0
    group by customer_key
),

described as (
    select columns(
        '^(customer_key|size|segment|industry|market|region|branch|account_manager|acquisition_channel'
        || '|acquired_on_promotion|referred_by|acquired_on|trait_.*)$'
    )
    from customers_now
)

select
    described.* exclude (acquired_on, acquired_on_promotion, referred_by),
    cast(described.acquired_on_promotion as double) as acquired_on_promotion,
    cast(case when bool_or(described.referred_by is not null) over () then described.referred_by is not null end as double)
        as referred,
    cast(date_diff('day', described.acquired_on, cast($origin as date)) as double) as tenure_days,
    case $outcome
        when 'no_trade' then coalesce(next_traded_on > $window_end, true)
        else coalesce(next_lost_on > $window_start and next_lost_on <= $window_end, false)
    end as lost,
    $outcome = 'loss' and coalesce(next_lost_on <= $window_start, false) as lost_in_gap
from described
inner join living using (customer_key)
left join next_loss using (customer_key)
left join next_trade using (customer_key)
where described.acquired_on is null or described.acquired_on <= $origin
order by described.customer_key
