-- Answers by what became of them, the outcomes that can be observed, and where living customers stand now.
with
counted as (
    select
        count(*) filter (fate = 'after_loss') as after_loss,
        count(*) filter (fate = 'window_open') as window_open,
        count(*) filter (fate = 'left_at_once') as left_at_once,
        count(*) filter (fate = 'not_known') as not_known,
        count(*) as answers,
        count(stayed) as stayed,
        count(bought_again) as bought_again,
        count(spend_kept) as spend_kept,
        any_value(cast(window_start - answered_on as integer)) as blank_days,
        any_value(cast(window_end - window_start as integer)) as horizon_days
    from judged_answers
),

standing as (
    select
        count(*) filter (score = 1) as living_1,
        count(*) filter (score = 2) as living_2,
        count(*) filter (score = 3) as living_3,
        count(*) filter (score = 4) as living_4,
        count(*) filter (score = 5) as living_5
    from (
        select arg_max(answers.score, coalesce(answers.answered_on, date '0001-01-01')) as score
        from judged_answers as answers
        join customers_now using (customer_key)
        where customers_now.status = 'active' or customers_now.lost_on > (select as_of from period)
        group by answers.customer_key
    )
)

select * from counted cross join standing
