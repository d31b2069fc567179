-- Complaints by name of the customer, newest first.
with
chosen as (
    select
        complaints.complaint_id, complaints.customer_key, complaints.opened_on, complaints.category,
        complaints.severity, complaints.channel, complaints.reaction, complaints.outcome, complaints.owner,
        complaints.owner_level, complaints.amount_at_stake, complaints.compensation, complaints.satisfied,
        complaints.promise_due, complaints.promise_kept,
        complaints.size, complaints.segment, complaints.region, complaints.branch, complaints.market
    from complaint_facts as complaints
    join scope using (customer_key)
    cross join period
    where
        complaints.opened_on <= as_of
        and ($everything or (complaints.opened_on >= period_start and complaints.opened_on < period_end))
)

select
    chosen.customer_key, customer_id, name, chosen.size, chosen.branch, complaint_id, opened_on, category,
    severity, outcome, satisfied, promise_due, promise_kept, reaction, owner, amount_at_stake, compensation, value
from chosen
join customers_now using (customer_key)
where {condition}
order by opened_on desc, complaint_id
