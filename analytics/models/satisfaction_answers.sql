-- One row per answer that can be judged: who, how satisfied, loyal or not, and the likes to compare with.
with
used as (
    select
        answers.customer_key, answers.score, answers.loyal, answers.size, answers.branch,
        coalesce(answers.value_before, customers_now.annual_value) as value,
        case
            when coalesce(answers.answered_on - customers_now.acquired_on, customers_now.tenure_months * 30) < 365
                then 'first_year'
            when coalesce(answers.answered_on - customers_now.acquired_on, customers_now.tenure_months * 30) < 3 * 365
                then 'to_third_year'
            else 'later'
        end as tenure
    from judged_answers as answers
    join customers_now using (customer_key)
    where answers.fate = 'used'
)

select
    customer_key,
    cast(score as tinyint) as score,
    loyal,
    cast(value as double) as value,
    cast(hash(size, tenure) % 2147483647 as integer) as coarse_stratum,
    cast(hash(size, tenure, branch) % 2147483647 as integer) as fine_stratum
from used
