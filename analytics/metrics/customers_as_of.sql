-- Customers as they were known on the as-of day: the columns of customers_now that time changes.
with
known_losses as (
    -- Known by then, and not yet come back by then.
    select
        losses.customer_key,
        max(losses.lost_on) as lost_on,
        max_by(losses.basis, losses.lost_on) as loss_basis
    from losses
    cross join period
    where coalesce(losses.known_on <= as_of, true) and (losses.returned_on is null or losses.returned_on > as_of)
    group by losses.customer_key
),

bought as (
    select
        days.customer_key,
        min(days.day) as first_order_on,
        max(days.day) as last_order_on,
        cast(sum(days.orders) as integer) as orders,
        cast(sum(days.revenue) as bigint) as revenue_total,
        cast(coalesce(sum(days.revenue) filter (days.day > as_of - 365), 0) as bigint) as value_12m,
        cast(coalesce(sum(days.revenue - days.cost) filter (days.day > as_of - 365), 0) as bigint) as margin_12m
    from warehouse.customer_days as days
    cross join period
    where days.day <= as_of
    group by days.customer_key
),

lived as (
    -- The grade in force; whoever came back has none until the next grading.
    select
        customer_key,
        min(from_on) as began_on,
        arg_max_null(grade, from_on) filter (from_on <= as_of and to_on > from_on) as grade
    from customer_spells
    cross join period
    group by customer_key
),

touched as (
    select contacts.customer_id, max(contacts.contacted_on) as last_contact_on
    from warehouse.contacts as contacts
    cross join period
    where contacts.contacted_on <= as_of
    group by contacts.customer_id
),

answered as (
    select
        customer_key,
        max(answered_on) as last_answer_on,
        max_by(score_five, answered_on) filter (question = 'overall') as last_score
    from survey_answers
    cross join period
    where answered_on <= as_of
    group by customer_key
),

complained as (
    select
        customer_key,
        cast(count(*) filter (
            closed_on > as_of or (closed_on is null and outcome = 'open')) as integer) as open_complaints,
        cast(count(*) filter (opened_on > as_of - 365) as integer) as complaints_12m
    from complaint_facts
    cross join period
    where opened_on <= as_of
    group by customer_key
)

select customers_now.* replace (
    cast(date_diff('month', date_trunc('month', customers_now.acquired_on),
        date_trunc('month', coalesce(known_losses.lost_on, as_of))) as integer) as tenure_months,
    bought.first_order_on as first_order_on,
    bought.last_order_on as last_order_on,
    coalesce(bought.orders, customers_now.orders * 0) as orders,
    coalesce(bought.revenue_total, customers_now.revenue_total * 0) as revenue_total,
    coalesce(bought.value_12m, customers_now.value_12m * 0) as value_12m,
    coalesce(bought.margin_12m, customers_now.margin_12m * 0) as margin_12m,
    coalesce(bought.value_12m, customers_now.annual_value, customers_now.value_12m * 0) as value,
    lived.grade as grade,
    cast(case when known_losses.customer_key is null then 'active' else 'lost' end as enum ('active', 'lost')) as status,
    known_losses.lost_on as lost_on,
    known_losses.loss_basis as loss_basis,
    touched.last_contact_on as last_contact_on,
    answered.last_answer_on as last_answer_on,
    answered.last_score as last_score,
    coalesce(complained.open_complaints, 0) as open_complaints,
    coalesce(complained.complaints_12m, 0) as complaints_12m
)
from customers_now
cross join period
left join known_losses using (customer_key)
left join bought using (customer_key)
left join lived using (customer_key)
left join touched using (customer_id)
left join answered using (customer_key)
left join complained using (customer_key)
where coalesce(customers_now.acquired_on, lived.began_on, as_of) <= as_of
