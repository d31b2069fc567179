-- The questions asked beside the overall one, how often they were answered, and how important they are called.
with
asked as (
    select answers.question, answers.importance
    from survey_answers as answers
    join scope using (customer_key)
    cross join period
    where answers.score_five is not null
        and (answers.answered_on is null or answers.answered_on < period.period_end)
)

select question, count(*) as answers, avg(importance) as importance, count(importance) as importance_n
from asked
group by question
order by answers desc, question
