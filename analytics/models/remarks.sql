-- What customers wrote and staff noted, one row a customer, day and stream, in the period and the one before; of every
-- customer, or of a random sample of so many of a thousand customers (kept) where there is too much to read.
with
comments as (
    select
        answers.customer_key,
        coalesce(answers.answered_on, answers.sent_on) as said_on,
        avg(answers.score_five) as score,
        string_agg(distinct trim(answers.comment), ' / ') as text
    from survey_answers as answers
    join scope using (customer_key)
    where trim(answers.comment) <> ''
    group by all
),

overall as (
    select customer_key, coalesce(answered_on, sent_on) as said_on, max(score_five) as score
    from survey_answers
    where question = 'overall'
    group by all
),

said as (
    select
        'comment' as stream,
        comments.customer_key,
        comments.said_on,
        coalesce(overall.score, comments.score) as score,
        comments.text
    from comments
    left join overall
        on overall.customer_key = comments.customer_key and overall.said_on is not distinct from comments.said_on

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
),

told as (
    select
        case when period_start is null or said_on is null or said_on >= period_start then 'now' else 'before' end
            as stretch,
        said.*,
        greatest(1, least(1000, 1000 * cast($most as bigint) // count(*) over ())) as kept
    from said
    cross join period
    where period_start is null or said_on is null
        or (said_on >= period_start and said_on < period_end)
        or (said_on >= previous_start and said_on < previous_end)
)

select * from told
where hash(customer_key) % 1000 < kept
order by stream, said_on desc nulls last, customer_key
