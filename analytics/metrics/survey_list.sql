-- The customers behind levels of satisfaction, each with the latest answer, most value first.
with
latest as (
    select
        customer_key,
        count(*) as answers,
        count(*) filter (loyal) as loyal_answers,
        max(answered_on) as answered_on,
        arg_max(score, coalesce(answered_on, date '0001-01-01')) as score,
        arg_max(loyal, coalesce(answered_on, date '0001-01-01')) as loyal
    from judged_answers
    where fate = 'used' and {condition}
    group by customer_key
)

select
    customer_key, customer_id, name, size, grade, market, branch, account_manager, answers, loyal_answers, answered_on, score,
    loyal, value
from latest
join customers_now using (customer_key)
order by value desc nulls last, customer_id
