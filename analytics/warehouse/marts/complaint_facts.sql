with
-- What is dated after the newest event is not known yet.
timed as (
    select
        complaints.* exclude (identified_at, assessed_at, negotiated_at, acted_at, closed_at, followed_up_at),
        case when cast(identified_at as date) <= as_of then identified_at end as identified_at,
        case when cast(assessed_at as date) <= as_of then assessed_at end as assessed_at,
        case when cast(negotiated_at as date) <= as_of then negotiated_at end as negotiated_at,
        case when cast(acted_at as date) <= as_of then acted_at end as acted_at,
        case when cast(closed_at as date) <= as_of then closed_at end as closed_at,
        case when cast(followed_up_at as date) <= as_of then followed_up_at end as followed_up_at
    from complaints
    cross join parameters
)

select
    timed.complaint_id,
    dimensions.customer_key,
    dimensions.size, dimensions.segment, dimensions.industry, dimensions.market, dimensions.region,
    dimensions.branch, dimensions.account_manager, dimensions.acquisition_channel,
    timed.opened_on,
    timed.category,
    timed.severity,
    cast(timed.closed_at as date) as closed_on,
    coalesce(timed.outcome, case when timed.closed_at is null then 'open' end) as outcome,
    timed.satisfied,
    cast(coalesce(cast(timed.closed_at as date), parameters.as_of) - timed.opened_on as integer) as days_open,
    timed.cause,
    timed.channel,
    timed.reaction,
    cast(timed.amount_at_stake * 100 as bigint) as amount_at_stake,
    timed.owner,
    timed.owner_level,
    timed.identified_at,
    timed.assessed_at,
    timed.negotiated_at,
    timed.acted_at,
    timed.closed_at,
    timed.followed_up_at,
    cast(timed.compensation * 100 as bigint) as compensation,
    timed.promise_due,
    timed.promise_kept,
    timed.reopened,
    cast(timed.handovers as integer) as handovers,
    problem_outcomes.window_end,
    problem_outcomes.stayed,
    problem_outcomes.bought_again
from timed
join dimensions using (customer_id)
left join problem_outcomes using (complaint_id)
cross join parameters
order by timed.opened_on, timed.complaint_id
