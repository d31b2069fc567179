-- Everything recorded about one customer that has a day, oldest first.
with
gradings as (
    select
        from_on,
        cast(grade as varchar) as grade,
        cast(lag(grade) over (order by from_on) as varchar) as grade_before
    from customer_spells
    where customer_key = $customer_key and grade is not null
),

entries as (
    select
        from_on as happened_on, opened_by as kind, null as code, null as number, null as amount, null as text,
        null as reference
    from customer_spells
    where customer_key = $customer_key and opened_by in ('won', 'won_back')

    union all

    select lost_on, 'lost', cast(basis as varchar), null, value_lost, cause, null
    from losses
    where customer_key = $customer_key

    union all

    select from_on, 'grade', grade, null, null, grade_before, null
    from gradings
    where grade is distinct from grade_before and grade_before is not null

    union all

    select day, case when orders > 0 then 'order' else 'return' end, null, orders, revenue, null, null
    from warehouse.customer_days
    where customer_key = $customer_key

    union all

    select answered_on, 'survey', wave, score_five, null, comment, null
    from survey_answers
    where customer_key = $customer_key and question = 'overall'

    union all

    select opened_on, 'complaint', cast(severity as varchar), null, null, category, complaint_id
    from complaint_facts
    where customer_key = $customer_key

    union all

    select closed_on, 'complaint_closed', cast(outcome as varchar), days_open, null, category, complaint_id
    from complaint_facts
    where customer_key = $customer_key and closed_on is not null

    union all

    select contacted_on, 'contact', kind, null, null, purpose, null
    from warehouse.contacts
    where customer_id = $customer

    union all

    select
        done_on, 'service_job',
        case when returned then 'returned' when correct_first_time then 'first_time_right' end,
        null, null, technician, job_id
    from warehouse.service_jobs
    where customer_id = $customer

    union all

    select starts_on, 'contract_start', null, null, cast(monthly_value * 100 as bigint), contract_id, null
    from warehouse.contracts
    where customer_id = $customer

    union all

    select ends_on, 'contract_end', ended_because, null, null, contract_id, null
    from warehouse.contracts
    where customer_id = $customer

    union all

    select joined_on, 'membership_joined', null, null, null, concat_ws(' · ', programme, tier), null
    from warehouse.memberships
    where customer_id = $customer

    union all

    select left_on, 'membership_left', null, null, null, programme, null
    from warehouse.memberships
    where customer_id = $customer

    union all

    select assigned_on, 'campaign', arm, null, null, offer, campaign_id
    from warehouse.campaigns
    where customer_id = $customer
)

select
    happened_on,
    kind,
    cast(code as varchar) as code,
    cast(number as double) as number,
    cast(amount as bigint) as amount,
    cast(text as varchar) as text,
    cast(reference as varchar) as reference
from entries
cross join period
where happened_on <= as_of
order by happened_on, kind
