-- Answers known on the as-of day, and what became of the customer: loyal or not, or why it is left out.
select
    outcomes.*,
    case $outcome
        when 'stayed' then outcomes.stayed
        when 'bought_again' then outcomes.bought_again
        else outcomes.spend_kept
    end as loyal,
    case
        when outcomes.after_loss then 'after_loss'
        when outcomes.window_end > as_of then 'window_open'
        when not outcomes.eligible then 'left_at_once'
        when loyal is null then 'not_known'
        else 'used'
    end as fate
from survey_outcomes as outcomes
join scope using (customer_key)
cross join period
where coalesce(outcomes.answered_on <= as_of, true)
