-- One row: the clock of the data and the settings the build was made with.
with
happened as (
    select min(ordered_on) as oldest, max(ordered_on) filter (ordered_on <= $today) as newest from orders
    union all
    select min(answered_on), max(answered_on) filter (answered_on <= $today) from surveys
    union all
    select min(opened_on), max(opened_on) filter (opened_on <= $today) from complaints
    union all
    select min(contacted_on), max(contacted_on) filter (contacted_on <= $today) from contacts
    union all
    select min(done_on), max(done_on) filter (done_on <= $today) from service_jobs
    union all
    select min(starts_on), max(starts_on) filter (starts_on <= $today) from contracts
    union all
    -- The end of a contract is a plan until somebody says why it ended.
    select null, max(ends_on) filter (ends_on <= $today and ended_because is not null) from contracts
    union all
    select min(joined_on), max(joined_on) filter (joined_on <= $today) from memberships
    union all
    select min(assigned_on), max(assigned_on) filter (assigned_on <= $today) from campaigns
    union all
    select min(lost_on), max(lost_on) filter (lost_on <= $today) from customers
    union all
    select null, max(happened_on) filter (happened_on <= $today) from events
    union all
    -- Where trade or contracts tell the story, it begins with them: earlier acquisitions are known only
    -- of the customers who stayed.
    select
        case when exists (select 1 from orders) or exists (select 1 from contracts) then null
            else min(acquired_on) end,
        max(acquired_on) filter (acquired_on <= $today)
    from customers
),

clock as (
    select min(oldest) filter (oldest <= $today) as first_event, max(newest) as as_of from happened
)

select
    cast(as_of as date) as as_of,
    cast(coalesce(first_event, as_of) as date) as first_event,
    as_of is not null as dated,
    exists (select 1 from orders) as has_orders,
    exists (select 1 from surveys where score is not null) as has_surveys,
    exists (select 1 from complaints) as has_complaints,
    exists (select 1 from contacts) as has_contacts,
    exists (select 1 from contracts) as has_contracts,
    exists (select 1 from orders where cost is not null) as has_costs,
    cast($contract_grace_days as integer) as contract_grace_days,
    cast($grade_every_months as integer) as grade_every_months,
    cast($grade_a_share as double) as grade_a_share,
    cast($grade_b_share as double) as grade_b_share,
    cast($grade_c_share as double) as grade_c_share,
    cast($discount_rate as double) as discount_rate,
    cast($default_margin as double) as default_margin,
    cast($loyalty_blank_days as integer) as loyalty_blank_days,
    cast($loyalty_horizon_days as integer) as loyalty_horizon_days,
    cast($precursor_days as integer) as precursor_days,
    cast($complaint_horizon_days as integer) as complaint_horizon_days,
    cast($problem_recall_days as integer) as problem_recall_days
from clock
