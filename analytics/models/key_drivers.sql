-- Answered forms: overall satisfaction, each driver, and whether the customer stayed; one row per form.
with
answers as (
    select
        answers.customer_key,
        answers.answered_on,
        answers.question,
        answers.score_five
    from survey_answers as answers
    join scope using (customer_key)
    cross join period
    where answers.score_five is not null
        and (answers.answered_on is null or answers.answered_on < period.period_end)
),

forms as (
    select
        answers.customer_key,
        answers.answered_on,
        max(answers.score_five) filter (answers.question = 'overall') as overall,
        {condition}
    from answers
    group by answers.customer_key, answers.answered_on
)

select
    forms.*,
    coalesce(customers_now.size = 'large', false) as large,
    forms.answered_on is null or forms.answered_on >= period.period_start as in_period,
    outcomes.stayed
from forms
join customers_now using (customer_key)
cross join period
left join survey_outcomes as outcomes
    on outcomes.customer_key = forms.customer_key
    and outcomes.answered_on is not distinct from forms.answered_on
    and outcomes.eligible and not coalesce(outcomes.after_loss, false)
where forms.overall is not null
order by forms.customer_key, forms.answered_on
