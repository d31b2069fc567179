-- How often customers answered a survey or were in contact, a customer counted once a day and stream; by month.
with
contacts_had as (
    select distinct
        'comment' as stream,
        answers.customer_key,
        coalesce(answers.answered_on, answers.sent_on) as had_on
    from survey_answers as answers
    join scope using (customer_key)

    union all

    select distinct
        case when contacts.direction = 'inbound' then 'suggestion' else 'report' end as stream,
        customers_now.customer_key,
        contacts.contacted_on as had_on
    from warehouse.contacts as contacts
    join customers_now using (customer_id)
    join scope on scope.customer_key = customers_now.customer_key
)

select
    case when period_start is null or had_on is null or had_on >= period_start then 'now' else 'before' end
        as stretch,
    stream,
    date_trunc('month', had_on) as month,
    count(*) as contacts
from contacts_had
cross join period
where (period_start is null or had_on is null
        or (had_on >= period_start and had_on < period_end)
        or (had_on >= previous_start and had_on < previous_end))
    and hash(customer_key) % 1000 < $kept
group by all
order by stream, month
