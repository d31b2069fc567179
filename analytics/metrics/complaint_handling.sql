-- How the complaints received in the period, and in the one before, were handled: counts of what is recorded.
with
windows as (
    select 'now' as time, period_start as starts_on, period_end as ends_on from period
    union all
    select 'previous', previous_start, previous_end from period
),

cases as (
    select windows.time, complaints.*, cast(complaints.outcome in ('resolved', 'unresolved') as boolean) as decided
    from complaint_facts as complaints
    join scope using (customer_key)
    join windows on complaints.opened_on >= windows.starts_on and complaints.opened_on < windows.ends_on
    cross join period
    where complaints.closed_on is null or complaints.closed_on <= as_of
)

select
    time,
    count(*) as cases,
    count(*) filter (decided) as decided,
    count(*) filter (decided and closed_at < as_of + 1 - to_hours($follow_up)) as followable,
    count(*) filter (decided and closed_at < as_of + 1 - to_hours($follow_up) and followed_up_at is not null)
        as followed_up,
    count(satisfied) as asked,
    count(*) filter (satisfied) as satisfied,
    count(*) filter (decided and closed_on is not null) as timed,
    count(*) filter (outcome = 'resolved' and days_open <= $quick_days and closed_on is not null) as quick,
    count(*) filter (outcome = 'resolved') as resolved,
    count(*) filter (outcome = 'resolved' and compensation > 0) as compensated,
    count(*) filter (amount_at_stake > 0 and compensation > 0) as both_amounts,
    coalesce(sum(compensation) filter (amount_at_stake > 0 and compensation > 0), 0)::bigint as compensation,
    coalesce(sum(amount_at_stake) filter (amount_at_stake > 0 and compensation > 0), 0)::bigint as at_stake,
    coalesce(sum(compensation::double ** 2) filter (amount_at_stake > 0 and compensation > 0), 0) as paid_squares,
    coalesce(sum(amount_at_stake::double ** 2) filter (amount_at_stake > 0 and compensation > 0), 0)
        as stake_squares,
    coalesce(sum(amount_at_stake::double * compensation) filter (amount_at_stake > 0 and compensation > 0), 0)
        as products,
    count(owner_level) as ranked,
    count(*) filter (owner_level in ('manager', 'executive')) as high_ranked,
    count(promise_kept) as promised,
    count(*) filter (promise_kept) as kept,
    count(reopened) as reopenable,
    count(*) filter (reopened) as reopened,
    count(handovers) as traced,
    count(*) filter (handovers = 0) as kept_by_first,
    coalesce(sum(handovers), 0)::bigint as handovers,
    count(satisfied) filter (handovers = 0) as asked_kept,
    count(*) filter (satisfied and handovers = 0) as satisfied_kept,
    count(satisfied) filter (handovers > 0) as asked_passed_on,
    count(*) filter (satisfied and handovers > 0) as satisfied_passed_on
from cases
cross join period
group by time
