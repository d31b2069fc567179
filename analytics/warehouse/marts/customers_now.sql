with
bought as (
    select
        customer_key,
        min(day) as first_order_on,
        max(day) as last_order_on,
        cast(sum(orders) as integer) as orders,
        cast(sum(revenue) as bigint) as revenue_total,
        cast(coalesce(sum(revenue) filter (day > as_of - 365), 0) as bigint) as value_12m,
        cast(coalesce(sum(revenue - cost) filter (day > as_of - 365), 0) as bigint) as margin_12m
    from customer_days
    cross join parameters
    group by customer_key
),

graded as (
    select customer_key, grade
    from customer_spells
    where closed_by is distinct from 'grade'
    qualify row_number() over (partition by customer_key order by from_on desc, to_on desc) = 1
),

touched as (
    select customer_id, max(contacted_on) as last_contact_on
    from contacts
    group by customer_id
),

answered as (
    select
        customer_key,
        max(answered_on) as last_answer_on,
        max_by(score_five, coalesce(answered_on, date '0001-01-01')) filter (question = 'overall') as last_score
    from survey_answers
    group by customer_key
),

complained as (
    select
        customer_key,
        cast(count(*) filter (closed_on is null and outcome = 'open') as integer) as open_complaints,
        cast(count(*) filter (opened_on > as_of - 365) as integer) as complaints_12m
    from complaint_facts
    cross join parameters
    group by customer_key
),

terms as (
    select customer_id, max(coalesce(ends_on, date '9999-12-31')) as ends_on
    from contracts
    group by customer_id
),

stated as (
    select customer_key, max(value) as annual_value
    from values_in_force
    where customer_key not in (select customer_key from customer_days)
    group by customer_key
)

select
    dimensions.customer_key,
    dimensions.customer_id,
    dimensions.name,
    dimensions.size, dimensions.segment, dimensions.industry, dimensions.market, dimensions.region,
    dimensions.branch, dimensions.account_manager, dimensions.acquisition_channel,
    customers.acquired_on_promotion,
    customers.referred_by,
    cast(beginnings.acquired_on as date) as acquired_on,
    cast(coalesce(
        customers.tenure_months,
        date_diff('month', date_trunc('month', beginnings.acquired_on),
            date_trunc('month', coalesce(customer_states.lost_on, as_of)))) as integer) as tenure_months,
    coalesce(nullif(terms.ends_on, date '9999-12-31'), customers.contract_end) as contract_end,
    coalesce(cast(customers.annual_value * 100 as bigint), stated.annual_value) as annual_value,
    customers.phone,
    customers.email,
    customers.address,
    customers.consent,
    bought.first_order_on,
    bought.last_order_on,
    coalesce(bought.orders, case when has_orders then 0 end) as orders,
    coalesce(bought.revenue_total, case when has_orders then 0 end) as revenue_total,
    coalesce(bought.value_12m, case when has_orders then 0 end) as value_12m,
    coalesce(bought.margin_12m, case when has_orders then 0 end) as margin_12m,
    coalesce(
        bought.value_12m, cast(customers.annual_value * 100 as bigint), stated.annual_value,
        case when has_orders then 0 end) as value,
    coalesce(graded.grade, snapshot_grades.grade) as grade,
    cast(customer_states.status as enum ('active', 'lost')) as status,
    cast(customer_states.lost_on as date) as lost_on,
    customers.lost_on as recorded_lost_on,
    cast(customer_states.loss_basis as enum ('recorded', 'contract_ended', 'silent')) as loss_basis,
    touched.last_contact_on,
    answered.last_answer_on,
    answered.last_score,
    coalesce(complained.open_complaints, 0) as open_complaints,
    coalesce(complained.complaints_12m, 0) as complaints_12m{traits}
from dimensions
cross join parameters
join beginnings using (customer_key)
join customer_states using (customer_key)
left join customers using (customer_id)
left join bought using (customer_key)
left join graded using (customer_key)
left join snapshot_grades using (customer_key)
left join touched using (customer_id)
left join answered using (customer_key)
left join complained using (customer_key)
left join terms using (customer_id)
left join stated using (customer_key)
order by dimensions.customer_key
