-- What was done for one customer in the twelve months that end with the as-of day, as far as the records prove it.
with
year_of as (
    select cast(as_of - interval 12 month + interval 1 day as date) as starts_on, as_of as ends_on
    from period
),

who as (
    select customer_key, customer_id, name, account_manager
    from customers_now
    where customer_id = $customer
),

jobs as (
    select
        count(*) as jobs,
        count(on_time) as jobs_promised,
        count(*) filter (on_time) as jobs_on_time,
        count(right_first_time) as jobs_judged,
        count(*) filter (right_first_time) as jobs_right
    from service_facts
    join who using (customer_key)
    cross join year_of
    where done_on between starts_on and ends_on
),

touches as (
    select
        count(response_minutes) filter (direction = 'inbound') as enquiries,
        median(response_minutes) filter (direction = 'inbound') as answer_minutes,
        count(*) filter (direction = 'inbound' and response_minutes <= $quick_minutes) as answered_quickly,
        count(*) filter (kind = 'training') as trainings,
        count(*) filter (kind = 'visit' and direction is distinct from 'inbound') as visits
    from warehouse.contacts
    join who using (customer_id)
    cross join year_of
    where contacted_on between starts_on and ends_on
),

-- Only lines whose list price is on record can prove a discount; what was taken back proves none.
listed as (
    select
        count(*) as lines,
        cast(round(sum(list_price * quantity) * 100) as bigint) as list_total,
        cast(round(sum(list_price * quantity - cast(revenue as double)) * 100) as bigint) as saved
    from warehouse.orders
    join who using (customer_id)
    cross join year_of
    where ordered_on between starts_on and ends_on and list_price > 0 and quantity > 0 and revenue >= 0
),

settled as (
    select
        count(*) filter (closed_on between starts_on and ends_on) as complaints_closed,
        count(*) filter (closed_on between starts_on and ends_on and outcome = 'resolved') as complaints_resolved,
        median(days_open) filter (closed_on between starts_on and ends_on and outcome = 'resolved') as resolved_days,
        count(promise_kept) filter (closed_on between starts_on and ends_on) as promises,
        count(*) filter (closed_on between starts_on and ends_on and promise_kept) as promises_kept,
        cast(coalesce(sum(compensation) filter (closed_on between starts_on and ends_on), 0) as bigint) as compensation
    from complaint_facts
    join who using (customer_key)
    cross join year_of
),

offers as (
    select count(*) as offers_used
    from warehouse.campaigns
    join who using (customer_id)
    cross join year_of
    where redeemed_on between starts_on and ends_on
),

programmes as (
    select string_agg(distinct programme, chr(31) order by programme) as programmes
    from warehouse.memberships
    join who using (customer_id)
    cross join year_of
    where joined_on <= ends_on and coalesce(left_on, date '9999-12-31') > ends_on
)

select *
from who
positional join year_of
positional join jobs
positional join touches
positional join listed
positional join settled
positional join offers
positional join programmes
