-- One row per answer that can be judged: who, how satisfied, loyal or not, and what the customer brought before.
with
used as (
    select
        answers.customer_key,
        cast(answers.score as tinyint) as score,
        answers.loyal,
        cast(coalesce(answers.value_before, customers_now.annual_value) as double) as value
    from judged_answers as answers
    join customers_now using (customer_key)
    where answers.fate = 'used'
)

select customer_key, score, loyal, value from used
