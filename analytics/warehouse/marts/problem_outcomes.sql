with
answers as (
    -- Asked "did everything go well?", the lower half of the scale means that something did not.
    select
        dimensions.customer_key,
        survey_answers.answered_on as began_on,
        survey_answers.score_five < 3 as had_problem,
        count(complaints.complaint_id) as complaints_before
    from survey_answers
    join dimensions using (customer_key)
    cross join parameters
    left join complaints
        on complaints.customer_id = dimensions.customer_id
        and complaints.opened_on > survey_answers.answered_on - problem_recall_days
        and complaints.opened_on <= survey_answers.answered_on
    where survey_answers.question = 'no_problem' and survey_answers.score_five is not null
        and survey_answers.answered_on <= as_of
    group by all
),

cases as (
    select
        dimensions.customer_key,
        complaints.complaint_id,
        cast(coalesce(complaints.closed_at, complaints.acted_at, complaints.opened_on) as date) as began_on,
        complaints.outcome,
        complaints.severity,
        cast(complaints.amount_at_stake * 100 as bigint) as amount_at_stake,
        cast(cast(complaints.closed_at as date) - complaints.opened_on as integer) as days_to_close
    from complaints
    join dimensions using (customer_id)
    where complaints.outcome in ('resolved', 'unresolved')
),

situations as (
    select
        customer_key, null as complaint_id, began_on, had_problem, complaints_before,
        case
            when complaints_before > 0 then 'complained'
            when had_problem then 'silent'
            else 'no_problem'
        end as situation,
        null as severity, cast(null as bigint) as amount_at_stake, cast(null as integer) as days_to_close
    from answers

    union all

    select
        customer_key, complaint_id, began_on, true, null, outcome, severity, amount_at_stake, days_to_close
    from cases
    cross join parameters
    where began_on <= as_of
),

numbered as (
    select
        row_number() over (order by customer_key, began_on, complaint_id) as situation_id,
        situations.*,
        began_on + complaint_horizon_days as window_end
    from situations
    cross join parameters
),

followed as (
    select
        numbered.situation_id,
        coalesce(bool_or(lives.from_on <= began_on and lives.to_on > began_on), false) as there_at_start,
        coalesce(bool_or(lives.from_on <= began_on and lives.to_on > window_end), false) as there_throughout
    from numbered
    left join lives using (customer_key)
    group by numbered.situation_id
),

bought as (
    select
        numbered.situation_id,
        coalesce(sum(days.orders) filter (days.day > began_on), 0) as orders_after,
        coalesce(sum(days.revenue) filter (days.day <= began_on), 0) as revenue_before
    from numbered
    cross join parameters
    left join customer_days as days
        on days.customer_key = numbered.customer_key
        and days.day > began_on - complaint_horizon_days
        and days.day <= window_end
    group by numbered.situation_id
)

select
    numbered.customer_key,
    dimensions.size, dimensions.segment, dimensions.industry, dimensions.market, dimensions.region,
    dimensions.branch, dimensions.account_manager, dimensions.acquisition_channel,
    numbered.complaint_id,
    numbered.situation,
    numbered.had_problem,
    numbered.complaints_before,
    numbered.began_on,
    numbered.window_end,
    numbered.severity,
    numbered.amount_at_stake,
    numbered.days_to_close,
    window_end <= as_of and there_at_start as eligible,
    case when window_end <= as_of and there_at_start then there_throughout end as stayed,
    case when window_end <= as_of and there_at_start and has_orders then orders_after > 0 end as bought_again,
    case when has_orders then cast(revenue_before as bigint) end as value_before
from numbered
join dimensions using (customer_key)
join followed using (situation_id)
join bought using (situation_id)
cross join parameters
order by numbered.situation_id
