-- One row is a customer who had answered by the cut-off.
with answers as (
    select customer_key, answered_on, question, score_five
    from survey_answers
    where answered_on is not null and (not $truncated or answered_on <= $origin)
        -- What a customer buys elsewhere is no score.
        and question not in ('share_of_wallet', 'supplier_rank')
),

seen as (
    select
        customer_key,
        score_five,
        question is null or question = 'overall' as overall,
        answered_on,
        date_diff('day', answered_on, cast($origin as date)) as days_ago
    from answers
    where answered_on <= $origin
),

overall_answers as (
    select
        customer_key,
        score_five,
        row_number() over (partition by customer_key order by answered_on desc, score_five) as recency
    from seen
    where overall
),

last_two as (
    select
        customer_key,
        max(score_five) filter (where recency = 1) as score_last,
        max(score_five) filter (where recency = 2) as score_before
    from overall_answers
    group by customer_key
),

sums as (
    select
        customer_key,
        min(days_ago) as days_since_answer,
        avg(score_five) filter (where days_ago < 365) as score_mean_365
    from seen
    group by customer_key
)

select
    sums.customer_key,
    cast(last_two.score_last as double) as score_last,
    sums.score_mean_365,
    cast(last_two.score_last - last_two.score_before as double) as score_change,
    cast(sums.days_since_answer as double) as days_since_answer
from sums
left join last_two using (customer_key)
order by sums.customer_key
