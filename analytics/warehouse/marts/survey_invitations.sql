with
occasions as (
    select
        dimensions.customer_key,
        surveys.wave,
        min(surveys.sent_on) as sent_on,
        min(surveys.answered_on) filter (surveys.score is not null) as answered_on,
        count(surveys.score) > 0 as answered
    from surveys
    join dimensions using (customer_id)
    -- A wave is an occasion; where waves have no name, the day of sending is.
    group by
        dimensions.customer_key, surveys.wave,
        case when surveys.wave is null then coalesce(surveys.sent_on, surveys.answered_on) end
)

select
    occasions.customer_key,
    dimensions.size, dimensions.segment, dimensions.industry, dimensions.market, dimensions.region,
    dimensions.branch, dimensions.account_manager, dimensions.acquisition_channel,
    occasions.wave,
    occasions.sent_on,
    occasions.answered_on,
    occasions.answered
from occasions
join dimensions using (customer_key)
order by occasions.customer_key, coalesce(occasions.sent_on, occasions.answered_on)
