-- What each branch looked like month by month: losses, complaints, failed jobs and satisfaction.
with
chosen as (
    select distinct cast(customers_now.branch as varchar) as branch
    from customers_now
    join scope using (customer_key)
    where customers_now.branch is not null
),

judged as (
    select branch, cast(date_trunc('month', done_on) as date) as month, count(failed) as judged,
        count(*) filter (failed) as failed
    from service_facts
    group by all
),

answered as (
    select
        cast(customers_now.branch as varchar) as branch,
        cast(date_trunc('month', answers.answered_on) as date) as month,
        count(*) as answers,
        sum(answers.score_five) as score_sum
    from survey_answers as answers
    join customers_now using (customer_key)
    where answers.question = 'overall' and answers.answered_on is not null and answers.score_five is not null
    group by all
)

select
    months.branch,
    months.month,
    months.customers_start,
    months.lost,
    months.complaints,
    coalesce(judged.judged, 0) as judged,
    coalesce(judged.failed, 0) as failed,
    coalesce(answered.answers, 0) as answers,
    coalesce(answered.score_sum, 0) as score_sum
from branch_months as months
join chosen on chosen.branch = months.branch
cross join period
left join judged on judged.branch = months.branch and judged.month = months.month
left join answered on answered.branch = months.branch and answered.month = months.month
where months.customers_start > 0 and months.month + interval 1 month <= period.as_of + interval 1 day
order by months.branch, months.month
