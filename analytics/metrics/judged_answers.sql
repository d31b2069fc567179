-- Answers known on the as-of day, and what became of the customer: loyal or not, or why it is left out.
select
    outcomes.*,
    case $outcome
        when 'stayed' then outcomes.stayed
        when 'bought_again' then outcomes.bought_again
        else outcomes.spend_kept
    end as loyal,
    case
        when outcomes.window_end > as_of then 'window_open'
        -- Who had merely fallen silent may still buy again; there is no staying to observe.
        when outcomes.after_loss and ($outcome = 'stayed' or not outcomes.eligible) then 'after_loss'
        when not outcomes.eligible then 'left_before'
        when loyal is null and $outcome = 'stayed' then 'silent'
        when loyal is null then 'not_known'
        else 'used'
    end as fate
from survey_outcomes as outcomes
join scope using (customer_key)
cross join period
where coalesce(outcomes.answered_on <= as_of, true)
