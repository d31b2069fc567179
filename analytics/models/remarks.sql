-- What customers wrote and staff noted, one row a customer, day and stream, in the period and the one before; of every
-- customer, or of a sample of customers where there is too much to read.
with
said as (
    select
        'comment' as stream,
        answers.customer_key,
        coalesce(answers.answered_on, answers.sent_on) as said_on,
        coalesce(max(answers.score_five) filter (answers.question = 'overall'),
            avg(answers.score_five) filter (trim(answers.comment) <> '')) as score,
        string_agg(distinct trim(answers.comment), ' / ') filter (trim(answers.comment) <> '') as text
    from survey_answers as answers
    join scope using (customer_key)
    group by answers.customer_key, coalesce(answers.answered_on, answers.sent_on)

    union all

    select
        case when contacts.direction = 'inbound' then 'suggestion' else 'report' end as stream,
        customers_now.customer_key,
        contacts.contacted_on as said_on,
        null as score,
        string_agg(distinct trim(contacts.note), ' / ') as text
    from warehouse.contacts as contacts
    join customers_now using (customer_id)
    join scope on scope.customer_key = customers_now.customer_key
    where trim(contacts.note) <> ''
    group by all
)

select
    case when period_start is null or said_on is null or said_on >= period_start then 'now' else 'before' end
        as stretch,
    stream, customer_key, said_on, score, text
from said
cross join period
where text is not null
    and (period_start is null or said_on is null
        or (said_on >= period_start and said_on < period_end)
        or (said_on >= previous_start and said_on < previous_end))
    and hash(customer_key) % 1000 < $kept
order by stream, said_on desc nulls last, customer_key
