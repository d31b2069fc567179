-- Answers by what became of them, the outcomes that can be observed, and where living customers stand now.
with
counted as (
    select
        count(*) filter (fate = 'after_loss') as after_loss,
        count(*) filter (fate = 'window_open') as window_open,
        count(*) filter (fate = 'left_before') as left_before,
        count(*) filter (fate = 'silent') as silent,
        count(*) filter (fate = 'not_known') as not_known,
        count(*) as answers,
        count(stayed) as stayed,
        count(bought_again) as bought_again,
        count(spend_kept) as spend_kept,
        max(window_start - answered_on) as blank_days,
        max(window_end - window_start) as horizon_days
    from judged_answers
),

-- Day and score in one number: the largest is the latest, and its remainder the score.
latest as (
    select customer_key, max(coalesce(answered_on - date '0001-01-01', 0) * 8 + score) % 8 as score
    from judged_answers
    group by customer_key
),

standing as (
    select
        count(*) filter (score = 1) as living_1,
        count(*) filter (score = 2) as living_2,
        count(*) filter (score = 3) as living_3,
        count(*) filter (score = 4) as living_4,
        count(*) filter (score = 5) as living_5
    from latest
    join customers_now using (customer_key)
    cross join period
    where customers_now.status = 'active' or customers_now.lost_on > period.as_of
)

select * from counted cross join standing
