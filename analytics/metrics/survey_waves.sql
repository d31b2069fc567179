-- How many customers gave each score in every wave; where waves have no name, in every quarter.
with
known as (
    select
        coalesce(answers.wave, strftime(answers.answered_on, '%Y') || 'Q' || quarter(answers.answered_on)) as wave,
        answers.answered_on,
        answers.score,
        answers.scale_min,
        answers.scale_max
    from survey_answers as answers
    join scope on scope.customer_key = answers.customer_key
    -- Not `period`: what is compared with a parameter is left out as it is read.
    where answers.question = $question
        and answers.scale_max - answers.scale_min > 1
        and answers.answered_on is not null and answers.answered_on <= cast($as_of as date)
        -- The last of the wave, or of what was known of it by then.
        and case
            when answers.next_on > cast($as_of as date) then true
            when answers.wave is not null then answers.last_of_wave
            else answers.next_on is null
                or date_trunc('quarter', answers.next_on) > date_trunc('quarter', answers.answered_on)
        end
),

counted as (
    select
        wave, scale_min, scale_max, score,
        count(*) as answers, min(answered_on) as first_on, max(answered_on) as last_on
    from known
    group by all
)

select
    wave, scale_min, scale_max, score, answers,
    min(first_on) over (partition by wave) as from_on,
    max(last_on) over (partition by wave) as to_on
from counted
where {condition}
order by from_on, wave, scale_min, scale_max, score
