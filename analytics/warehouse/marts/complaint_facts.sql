select
    complaints.complaint_id,
    dimensions.customer_key,
    dimensions.size, dimensions.segment, dimensions.industry, dimensions.market, dimensions.region,
    dimensions.branch, dimensions.account_manager, dimensions.acquisition_channel,
    complaints.opened_on,
    complaints.category,
    complaints.severity,
    cast(complaints.closed_at as date) as closed_on,
    coalesce(complaints.outcome, case when complaints.closed_at is null then 'open' end) as outcome,
    complaints.satisfied,
    cast(coalesce(cast(complaints.closed_at as date), parameters.as_of) - complaints.opened_on as integer) as days_open
from complaints
join dimensions using (customer_id)
cross join parameters
order by complaints.opened_on, complaints.complaint_id
