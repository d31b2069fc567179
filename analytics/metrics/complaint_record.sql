-- One complaint as the company's records have it.
with
chosen as (
    select complaint_facts.*, customers_now.customer_id
    from complaint_facts
    join customers_now using (customer_key)
    where complaint_facts.complaint_id = $complaint
)

select
    complaint_id, customer_id, opened_on, category, cause, cast(severity as varchar) as severity, channel, reaction,
    amount_at_stake, owner, owner_level, identified_at, assessed_at, negotiated_at, acted_at, closed_at,
    followed_up_at, outcome, satisfied, compensation, promise_due, promise_kept, reopened, handovers
from chosen
