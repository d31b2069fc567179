-- The customers behind levels of a question, each with the latest answer of the period; most value first.
with
chosen as (
    select customer_key, score, level
    from period_answers
    where stretch = 'now' and question = $question and list_contains($levels, level)
)

select
    customer_key, customer_id, name, size, grade, market, branch, account_manager, score, last_answer_on,
    last_contact_on, value
from chosen
join customers_now using (customer_key)
where {condition}
order by value desc nulls last, customer_id
