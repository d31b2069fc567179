-- Every branch and month: what customers answered, and how its complaints, returns and promises stood in the three
-- months up to then. Months that are not over are left out.
with
clock as (
    select cast(date_trunc('month', as_of + 1) as date) as open_month from period
),

answers as (
    select
        cast(customers_now.branch as varchar) as branch,
        cast(date_trunc('month', survey_answers.answered_on) as date) as month,
        count(*) as answers,
        avg(score_five) as mean_score,
        coalesce(var_samp(score_five), 0) as variance
    from survey_answers
    join customers_now using (customer_key)
    cross join period
    where question = $question and answered_on <= as_of and customers_now.branch is not null
    group by all
),

promises as (
    select
        branch,
        cast(date_trunc('month', done_on) as date) as month,
        count(promise_kept) as promised,
        count(*) filter (promise_kept) as kept
    from service_facts
    where branch is not null
    group by all
),

monthly as (
    select
        months.branch,
        months.month,
        sum(months.jobs) over recent as jobs,
        sum(months.returned) over recent as returned,
        sum(months.complaints) over recent as complaints,
        coalesce(sum(promises.promised) over recent, 0) as promised,
        coalesce(sum(promises.kept) over recent, 0) as kept
    from branch_months as months
    left join promises using (branch, month)
    where months.branch is not null
    window recent as (
        partition by months.branch order by months.month range between interval 2 months preceding and current row)
)

select
    branch,
    month,
    coalesce(answers, 0) as answers,
    mean_score,
    coalesce(variance, 0) as variance,
    jobs,
    case when jobs > 0 then 100.0 * complaints / jobs end as complaints_per_100,
    case when jobs > 0 then returned / jobs end as return_rate,
    case when promised > 0 then kept / promised end as promise_kept
from monthly
left join answers using (branch, month)
cross join clock
where month < open_month
order by branch, month
