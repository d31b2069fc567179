-- What the records say of one customer's state on the as-of day and a year before: one row, counts and days.
with
known as (
    select customer_key, customer_id, cast(grade as varchar) as grade, cast(status as varchar) as status, contract_end,
        cast(segment as varchar) as segment
    from {dimension}
    where customer_id = $customer
),

days as (
    select bought.day, bought.revenue, bought.orders, as_of
    from warehouse.customer_days as bought
    join known using (customer_key)
    cross join period
    where bought.day <= as_of
),

-- The last half year, and the same half year of up to three years before that lie wholly after the first order.
seasons as (
    select
        back,
        sum(revenue) filter (day > ended_on - $season_days and day <= ended_on) as revenue,
        sum(cast(revenue as double) ^ 2) filter (day > ended_on - $season_days and day <= ended_on) as squares,
        count(*) filter (orders > 0 and day > ended_on - $season_days and day <= ended_on) as days
    from days
    cross join (
        select back, cast(as_of - to_years(cast(back as integer)) as date) as ended_on
        from range(0, 4) as years(back)
        cross join period)
    group by back, ended_on
    having back = 0 or min(day) < ended_on - $season_days
),

buying as (
    select
        coalesce(sum(revenue) filter (back = 0), 0) as season_revenue,
        coalesce(sum(squares) filter (back = 0), 0) as season_squares,
        coalesce(sum(days) filter (back = 0), 0) as season_days,
        coalesce(sum(revenue) filter (back > 0), 0) as usual_revenue,
        coalesce(sum(squares) filter (back > 0), 0) as usual_squares,
        coalesce(sum(days) filter (back > 0), 0) as usual_days,
        count(*) filter (back > 0) as usual_years,
        coalesce(sum(revenue) filter (back = 1), 0) as before_revenue,
        coalesce(sum(squares) filter (back = 1), 0) as before_squares,
        coalesce(sum(days) filter (back = 1), 0) as before_days
    from seasons
),

touches as (
    select
        max(contacted_on) as last_contact_on,
        max(contacted_on) filter (by_level in ('manager', 'executive') and coalesce(kind, 'visit') = 'visit')
            as last_senior_on,
        count(*) filter (contacted_on > as_of - 365) as contacts,
        count(*) filter (contacted_on <= as_of - 365 and contacted_on > as_of - 730) as contacts_before,
        count(*) filter (contacted_on > as_of - 365 and direction = 'inbound') as inbound,
        count(*) filter (contacted_on <= as_of - 365 and contacted_on > as_of - 730
            and direction = 'inbound') as inbound_before
    from warehouse.contacts
    join known using (customer_id)
    cross join period
    where contacted_on <= as_of
),

asked as (
    select
        count(*) filter (sent_on > as_of - 365) as invited,
        count(*) filter (sent_on > as_of - 365 and answered_on <= as_of) as answered,
        count(*) filter (sent_on <= as_of - 365) as invited_before,
        count(*) filter (sent_on <= as_of - 365 and answered_on <= as_of) as answered_before
    from survey_invitations
    join known using (customer_key)
    cross join period
    where sent_on > as_of - 730 and sent_on <= as_of
),

scored as (
    select
        max(answered_on) as last_answer_on,
        arg_max(score_five, answered_on) as last_score,
        avg(score_five) filter (answered_on > as_of - 365) as score,
        count(*) filter (answered_on > as_of - 365) as answers,
        avg(score_five) filter (answered_on <= as_of - 365 and answered_on > as_of - 730) as score_before,
        count(*) filter (answered_on <= as_of - 365 and answered_on > as_of - 730) as answers_before
    from survey_answers
    join known using (customer_key)
    cross join period
    where question = 'overall' and answered_on <= as_of
),

complained as (
    select
        count(*) filter (closed_on is null or closed_on > as_of) as open_complaints,
        min(opened_on) filter (closed_on is null or closed_on > as_of) as oldest_open_on,
        min(promise_due) filter ((closed_on is null or closed_on > as_of) and promise_due < as_of) as overdue_since,
        arg_min(complaint_id, promise_due) filter ((closed_on is null or closed_on > as_of) and promise_due < as_of)
            as overdue_complaint,
        arg_min(complaint_id, opened_on) filter (closed_on is null or closed_on > as_of) as oldest_open,
        count(*) filter (opened_on > as_of - 365) as complaints,
        count(*) filter (opened_on <= as_of - 365 and opened_on > as_of - 730) as complaints_before,
        count(*) filter (closed_on > as_of - 365 and closed_on <= as_of
            and cast(outcome as varchar) = 'unresolved') as unresolved,
        max(closed_on) filter (closed_on <= as_of and cast(outcome as varchar) = 'unresolved') as last_unresolved_on
    from complaint_facts
    join known using (customer_key)
    cross join period
    where opened_on <= as_of
),

served as (
    select
        count(failed) filter (done_on > as_of - 365) as jobs,
        count(*) filter (done_on > as_of - 365 and not failed) as jobs_kept,
        count(failed) filter (done_on <= as_of - 365) as jobs_before,
        count(*) filter (done_on <= as_of - 365 and not failed) as jobs_kept_before,
        max(done_on) filter (failed) as last_failed_on
    from service_facts
    join known using (customer_key)
    cross join period
    where done_on > as_of - 730 and done_on <= as_of
),

agreed as (
    select
        count(*) as contracts,
        count(*) filter (coalesce(ends_on, date '9999-12-31') >= as_of) as contracts_running,
        max(coalesce(ends_on, date '9999-12-31')) as contract_until,
        arg_max(ended_because, ends_on) filter (ends_on < as_of) as ended_because,
        sum(monthly_value * 100) filter (coalesce(ends_on, date '9999-12-31') >= as_of) as monthly_value,
        sum(monthly_value * 100) filter (starts_on <= as_of - 365
            and coalesce(ends_on, date '9999-12-31') >= as_of - 365) as monthly_value_before
    from warehouse.contracts
    join known using (customer_id)
    cross join period
    where starts_on <= as_of
)

select *
from known
positional join buying
positional join touches
positional join asked
positional join scored
positional join complained
positional join served
positional join agreed
positional join period
