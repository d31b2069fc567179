-- Complaints open on the as-of day: the stage each stands in, for how long, and who owns it.
with
standing as (
    -- Only an undecided case can stand in a stage: the others are left out before theirs are told apart.
    select * from complaint_stages where running and stage <> 'follow_up' and undecided
)

select
    standing.customer_key, customer_id, name, customers_now.size, standing.branch, standing.complaint_id,
    standing.opened_on, standing.category, standing.severity, standing.amount_at_stake, standing.owner,
    standing.owner_level, standing.stage, standing.hours / 24 as days_in_stage, standing.promise_due, value,
    standing.hours > list_extract($targets, list_position(
        ['identify', 'assess', 'negotiate', 'act', 'close'], standing.stage)) as past_target
from standing
join customers_now using (customer_key)
order by past_target desc, standing.hours desc, complaint_id
