-- How the complaints received in the period, and in the one before, were handled: counts of what is recorded.
with
windows as (
    select 'now' as time, period_start as starts_on, period_end as ends_on from period
    union all
    select 'previous', previous_start, previous_end from period
),

cases as (
    select
        windows.time, complaints.outcome, complaints.days_open, complaints.closed_on, complaints.followed_up_at,
        complaints.satisfied, complaints.compensation, complaints.amount_at_stake, complaints.owner_level,
        complaints.promise_kept, complaints.reopened, complaints.handovers,
        cast(complaints.outcome in ('resolved', 'unresolved') as boolean) as decided,
        complaints.closed_at < as_of + 1 - to_hours($follow_up) as long_closed,
        complaints.amount_at_stake > 0 and complaints.compensation > 0 as paid
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
    count(*) filter (decided and long_closed) as followable,
    count(*) filter (decided and long_closed and followed_up_at is not null) as followed_up,
    count(satisfied) as asked,
    count(*) filter (satisfied) as satisfied,
    count(*) filter (decided and closed_on is not null) as timed,
    count(*) filter (outcome = 'resolved' and days_open <= $quick_days and closed_on is not null) as quick,
    count(*) filter (outcome = 'resolved') as resolved,
    count(*) filter (outcome = 'resolved' and compensation > 0) as compensated,
    count(*) filter (paid) as both_amounts,
    coalesce(sum(compensation) filter (paid), 0)::bigint as compensation,
    coalesce(sum(amount_at_stake) filter (paid), 0)::bigint as at_stake,
    coalesce(sum(compensation::double ** 2) filter (paid), 0) as paid_squares,
    coalesce(sum(amount_at_stake::double ** 2) filter (paid), 0) as stake_squares,
    coalesce(sum(amount_at_stake::double * compensation) filter (paid), 0) as products,
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
group by time
