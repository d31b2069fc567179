with
reported as (
    select
        branch,
        cast(date_trunc('quarter', period) as date) as quarter,
        sum(staff_satisfaction * staff_answers) filter (staff_satisfaction is not null)
            / nullif(sum(staff_answers) filter (staff_satisfaction is not null), 0) as staff_satisfaction,
        sum(staff_answers) filter (staff_satisfaction is not null) as staff_answers,
        sum(staff_turnover) as staff_turnover,
        sum(operating_expenses) as operating_expenses,
        sum(coalesce(parts_margin, 0) + coalesce(service_margin, 0) + coalesce(rental_margin, 0))
            filter (coalesce(parts_margin, service_margin, rental_margin) is not null) as aftermarket_margin
    from branch_periods
    group by all
),

traded as (
    select
        branch,
        cast(date_trunc('quarter', month) as date) as quarter,
        sum(customers_start) filter (month = date_trunc('quarter', month)) as customers_start,
        sum(revenue) as revenue
    from branch_months
    where branch is not null
    group by all
),

left_since as (
    -- Only of those there at the start, so that lost over customers_start is a rate.
    select
        cast(dimensions.branch as varchar) as branch,
        cast(date_trunc('quarter', lives.to_on) as date) as quarter,
        count(*) as lost_from_start
    from lives
    join dimensions using (customer_key)
    where lives.is_lost and dimensions.branch is not null
        and lives.from_on < date_trunc('quarter', lives.to_on)
    group by all
),

answered as (
    select
        cast(dimensions.branch as varchar) as branch,
        cast(date_trunc('quarter', survey_answers.answered_on) as date) as quarter,
        count(*) as answers,
        sum(survey_answers.score_five) as score_sum,
        sum(survey_answers.score_five * survey_answers.score_five) as score_squares
    from survey_answers
    join dimensions using (customer_key)
    where survey_answers.question = 'overall' and survey_answers.answered_on is not null
        and survey_answers.score_five is not null and dimensions.branch is not null
    group by all
),

known as (
    select branch, quarter from reported
    union
    select branch, quarter from traded
    union
    select branch, quarter from answered
)

select
    known.branch,
    known.quarter,
    cast(reported.staff_satisfaction as double) as staff_satisfaction,
    cast(reported.staff_answers as integer) as staff_answers,
    cast(reported.staff_turnover as double) as staff_turnover,
    cast(reported.operating_expenses * 100 as bigint) as operating_expenses,
    cast(reported.aftermarket_margin * 100 as bigint) as aftermarket_margin,
    cast(coalesce(traded.customers_start, 0) as bigint) as customers_start,
    cast(coalesce(left_since.lost_from_start, 0) as bigint) as lost_from_start,
    cast(coalesce(traded.revenue, 0) as bigint) as revenue,
    cast(coalesce(answered.answers, 0) as bigint) as answers,
    cast(coalesce(answered.score_sum, 0) as double) as score_sum,
    cast(coalesce(answered.score_squares, 0) as double) as score_squares,
    known.quarter + interval 3 month <= parameters.as_of + interval 1 day as complete
from known
left join reported on reported.branch = known.branch and reported.quarter = known.quarter
left join traded on traded.branch = known.branch and traded.quarter = known.quarter
left join left_since on left_since.branch = known.branch and left_since.quarter = known.quarter
left join answered on answered.branch = known.branch and answered.quarter = known.quarter
cross join parameters
where known.quarter between date_trunc('quarter', parameters.first_event) and parameters.as_of
order by known.branch, known.quarter
