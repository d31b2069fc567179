-- One row: a customer, when the relation began, and the silence after which it counts as over.
with
trades as (
    select customer_key, min(day) as first_trade, max(day) as last_trade
    from trade_days
    group by customer_key
),

terms as (
    select customer_key, min(starts_on) as first_term
    from contract_terms
    group by customer_key
),

met as (
    -- Without trade or contract, whatever was recorded first shows that the customer was there.
    select customer_id, min(met_on) as first_met
    from (
        select customer_id, coalesce(answered_on, sent_on) as met_on from surveys
        union all
        select customer_id, opened_on from complaints
        union all
        select customer_id, contacted_on from contacts
        union all
        select customer_id, done_on from service_jobs)
    group by customer_id
),

gathered as (
    select
        dimensions.customer_key,
        customers.status,
        case when coalesce(customers.status, 'lost') = 'lost' then customers.lost_on end as lost_on,
        least(trades.first_trade, terms.first_term) as first_sign,
        trades.first_trade,
        trades.last_trade,
        met.first_met,
        parameters.as_of,
        parameters.first_event,
        customers.contract_end,
        customers.tenure_months,
        coalesce(
            customers.acquired_on,
            least(trades.first_trade, terms.first_term),
            cast(coalesce(customers.lost_on, parameters.as_of)
                - to_months(cast(floor(customers.tenure_months) as integer)) as date)) as acquired_on,
        coalesce(of_segment.silent_days, of_all.silent_days) as silent_days
    from dimensions
    cross join parameters
    left join customers using (customer_id)
    left join trades using (customer_key)
    left join terms using (customer_key)
    left join met using (customer_id)
    left join silence_thresholds as of_segment on of_segment.segment = cast(dimensions.segment as varchar)
    left join silence_thresholds as of_all on of_all.segment = 'all'
),

begun as (
    select
        *,
        -- The earliest sign of life; without any, the customer has always been there.
        least(coalesce(acquired_on, first_met, first_event), first_sign, lost_on) as starts_on
    from gathered
)

select
    customer_key,
    acquired_on,
    case when starts_on <= as_of then starts_on end as starts_on,
    first_trade,
    last_trade,
    silent_days,
    tenure_months,
    coalesce(status = 'lost', false) as recorded_lost,
    -- A loss recorded without its day: the end of the contract, else when silence would have told.
    case
        when lost_on is not null then lost_on
        when status = 'lost' and contract_end <= as_of then contract_end
        when status = 'lost' and last_trade is not null
            then least(last_trade + coalesce(silent_days, cast(as_of - last_trade as integer)), as_of)
    end as lost_on
from begun
