with
answers as (
    select
        row_number() over (order by customer_key, answered_on) as answer,
        customer_key,
        answered_on,
        cast(floor(score_five + 0.5) as integer) as score,
        answered_on + loyalty_blank_days as window_start,
        answered_on + loyalty_blank_days + loyalty_horizon_days as window_end
    from survey_answers
    cross join parameters
    where question = 'overall' and score_five is not null
),

followed as (
    select
        answers.answer,
        coalesce(bool_or(lives.from_on <= answers.answered_on and lives.to_on > answers.answered_on), false)
            as there_when_answering,
        coalesce(bool_or(lives.from_on <= window_start and lives.to_on > window_start), false)
            as there_at_start,
        coalesce(bool_or(lives.from_on <= window_start and lives.to_on > window_end), false)
            as there_throughout,
        coalesce(bool_or(lives.from_on <= window_start), false) as has_begun
    from answers
    left join lives using (customer_key)
    group by answers.answer
),

gone as (
    select distinct answers.answer
    from answers
    join departures using (customer_key)
    where departures.basis <> 'silent'
        and departures.lost_on <= window_start
        and (departures.returned_on is null or departures.returned_on > window_start)
),

bought as (
    select
        answers.answer,
        coalesce(sum(orders) filter (day > window_start and day <= window_end), 0) as orders_after,
        coalesce(sum(revenue) filter (day > window_start and day <= window_end), 0) as revenue_after,
        coalesce(sum(revenue) filter (day <= answered_on), 0) as revenue_before
    from answers
    cross join parameters
    left join customer_days
        on customer_days.customer_key = answers.customer_key
        and customer_days.day > answered_on - loyalty_horizon_days
        and customer_days.day <= window_end
    group by answers.answer
),

judged as (
    select
        answers.*,
        followed.*,
        bought.*,
        has_orders,
        -- An answer without a date can only be held against the customer's state. Who is merely silent when
        -- the window begins may still buy again, though there is no staying to observe.
        answered_on is null
            or (window_end <= as_of and has_begun and gone.answer is null and (there_at_start or has_orders))
            as eligible
    from answers
    join followed using (answer)
    join bought using (answer)
    left join gone using (answer)
    cross join parameters
)

select
    judged.customer_key,
    dimensions.size, dimensions.segment, dimensions.industry, dimensions.market, dimensions.region,
    dimensions.branch, dimensions.account_manager, dimensions.acquisition_channel,
    judged.answered_on,
    judged.window_start,
    judged.window_end,
    judged.score,
    judged.eligible,
    case
        when judged.answered_on is null then coalesce(customer_states.status, 'active') = 'active'
        when judged.eligible and judged.there_at_start then judged.there_throughout
    end as stayed,
    case when judged.eligible and judged.answered_on is not null and judged.has_orders
        then judged.orders_after > 0 end as bought_again,
    -- Kept: more than half of what as long a time before the answer brought.
    case when judged.eligible and judged.answered_on is not null and judged.revenue_before > 0
        then judged.revenue_after > judged.revenue_before * 0.5 end as spend_kept,
    case when judged.answered_on is not null then not judged.there_when_answering end as after_loss,
    case when judged.answered_on is not null and judged.has_orders
        then cast(judged.revenue_before as bigint) end as value_before
from judged
join dimensions using (customer_key)
join customer_states using (customer_key)
order by judged.customer_key, judged.answered_on
