-- Every answer about overall satisfaction, its number among the customer's, the one before, and whether the customer
-- answered when asked the next time.
with
answers as (
    select
        answers.customer_key,
        coalesce(answers.wave, strftime(answers.answered_on, '%Y') || 'Q' || quarter(answers.answered_on)) as wave,
        max(answers.answered_on) as answered_on,
        arg_max(answers.score_five, answers.answered_on) as score
    from survey_answers as answers
    join scope on scope.customer_key = answers.customer_key
    cross join period
    where answers.question = 'overall' and answers.score_five is not null
        and answers.answered_on is not null and answers.answered_on <= as_of
    group by answers.customer_key, 2
),

invitations as (
    select customer_key, sent_on, answered and coalesce(answered_on <= as_of, true) as answered
    from survey_invitations
    cross join period
    where sent_on is not null and sent_on + cast($answer_days as integer) <= as_of
),

described as (
    select
        answers.*,
        coalesce(cast(customers_now.size as varchar), '') || '/'
            || coalesce(cast(customers_now.segment as varchar), '') || '/'
            -- New customers have little to remember yet: whole years, two and more together.
            || coalesce(least(greatest((answers.answered_on - customers_now.acquired_on) // 365, 0), 2), 2) as kind
    from answers
    join customers_now using (customer_key)
),

numbered as (
    select
        described.*,
        row_number() over customer as times,
        lag(described.score) over customer as score_before,
        lag(described.wave) over customer as wave_before,
        lag(described.kind) over customer as kind_before
    from described
    window customer as (partition by described.customer_key order by described.answered_on)
)

select
    numbered.customer_key,
    numbered.wave,
    numbered.times,
    numbered.score,
    numbered.kind,
    numbered.score_before,
    numbered.wave_before,
    numbered.kind_before,
    invitations.answered as again
from numbered
asof left join invitations
    on invitations.customer_key = numbered.customer_key and invitations.sent_on > numbered.answered_on
order by numbered.customer_key, numbered.times
