-- One row is a customer, lost or not, with its state and everything undated that is known of it.
-- The outcome's own columns are here to be named and excluded, not to be used.
with told as (
    select
        customer_key,
        any_value(cause) as lost_cause,
        any_value(cause_note) as lost_cause_note,
        any_value(lost_to) as lost_to
    from losses
    group by customer_key
),

described as (
    select columns(
        '^(customer_key|size|segment|industry|market|region|branch|account_manager|acquisition_channel'
        || '|acquired_on_promotion|referred_by|tenure_months|annual_value|status|last_score|acquired_on|lost_on'
        || '|trait_.*)$'
    )
    from customers_now
)

select
    described.* exclude (
        acquired_on_promotion, referred_by, tenure_months, annual_value, status, last_score, acquired_on, lost_on
    ),
    cast(described.acquired_on_promotion as double) as acquired_on_promotion,
    cast(case when bool_or(described.referred_by is not null) over () then described.referred_by is not null end as double)
        as referred,
    cast(described.tenure_months as double) as tenure_months,
    cast(described.annual_value as double) as annual_value,
    described.status,
    cast(described.last_score as double) as satisfaction_score,
    told.lost_cause,
    told.lost_cause_note,
    told.lost_to,
    cast(date_diff('day', described.acquired_on, coalesce(described.lost_on, cast($as_of as date))) as double)
        as lifetime_days,
    described.status = 'lost' as lost
from described
left join told using (customer_key)
order by described.customer_key
