-- One row per answer that can be judged, with the customers it is like: of one size, one length of the relation
-- and, in the finer strata, one branch.
with
used as (
    select
        answers.customer_key, cast(answers.score as tinyint) as score, answers.loyal, answers.size, answers.branch,
        coalesce(answers.answered_on - customers_now.acquired_on, customers_now.tenure_months * 30) as days
    from judged_answers as answers
    join customers_now using (customer_key)
    where answers.fate = 'used'
),

banded as (
    select
        *,
        case when days < 365 then 1 when days < 3 * 365 then 2 when days is not null then 3 end as tenure
    from used
)

select
    customer_key, score, loyal,
    cast(hash(size, tenure) % 2147483647 as integer) as coarse_stratum,
    cast(hash(size, tenure, branch) % 2147483647 as integer) as fine_stratum
from banded
