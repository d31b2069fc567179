-- What resolved complaints got, over what was at stake, and how many customers stayed after either outcome.
with
cases as (
    select
        complaints.severity, complaints.outcome,
        case when complaints.window_end <= as_of then complaints.stayed end as stayed,
        complaints.outcome = 'resolved' and complaints.amount_at_stake > 0 as comparable,
        complaints.compensation > 0 as paid,
        complaints.compensation / nullif(complaints.amount_at_stake, 0) as share
    from complaint_facts as complaints
    join scope using (customer_key)
    cross join period
    where
        complaints.outcome in ('resolved', 'unresolved')
        and coalesce(complaints.closed_on, complaints.opened_on) <= as_of
)

select
    case when grouping(severity) = 1 then 'all' else severity end as severity,
    count(*) filter (comparable) as resolved,
    count(*) filter (comparable and paid) as paid,
    quantile_cont(share, 0.25) filter (comparable and paid) as lower_quarter,
    quantile_cont(share, 0.5) filter (comparable and paid) as middle,
    quantile_cont(share, 0.75) filter (comparable and paid) as upper_quarter,
    count(stayed) filter (outcome = 'resolved') as followed_resolved,
    count(*) filter (stayed and outcome = 'resolved') as stayed_resolved,
    count(stayed) filter (outcome = 'unresolved') as followed_unresolved,
    count(*) filter (stayed and outcome = 'unresolved') as stayed_unresolved
from cases
group by grouping sets ((severity), ())
having severity is not null or grouping(severity) = 1
order by severity
