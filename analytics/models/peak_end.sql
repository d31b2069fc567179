-- Answered forms with a best or worst moment and an end: the mean and the lowest of their other questions, the mean
-- of the questions of each dimension of the experience, and whether the customer stayed.
with
forms as (
    select
        answers.customer_key,
        answers.answered_on,
        max(answers.score_five) filter (answers.question = 'peak') as peak,
        max(answers.score_five) filter (answers.question = 'end') as ending,
        avg(answers.score_five) filter (not list_contains($outcomes, answers.question)) as items_mean,
        min(answers.score_five) filter (not list_contains($outcomes, answers.question)) as items_lowest,
        avg(answers.score_five) filter (list_contains($effectiveness, answers.question)) as effectiveness,
        avg(answers.score_five) filter (list_contains($ease, answers.question)) as ease,
        avg(answers.score_five) filter (list_contains($emotion, answers.question)) as emotion
    from survey_answers as answers
    join scope using (customer_key)
    where answers.score_five is not null
    group by answers.customer_key, answers.answered_on
)

select
    forms.customer_key,
    forms.items_mean,
    forms.peak,
    forms.ending,
    forms.items_lowest,
    forms.effectiveness,
    forms.ease,
    forms.emotion,
    outcomes.stayed
from forms
join survey_outcomes as outcomes
    on outcomes.customer_key = forms.customer_key
    and outcomes.answered_on is not distinct from forms.answered_on
    and outcomes.eligible and not coalesce(outcomes.after_loss, false)
cross join period
where outcomes.stayed is not null and forms.peak is not null and forms.ending is not null
    and forms.items_mean is not null and coalesce(outcomes.window_end <= period.as_of, true)
order by forms.customer_key, forms.answered_on
