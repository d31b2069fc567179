-- Customers with and without a problem and what they did within the window after it, as known on the as-of day.
with
judged as (
    select
        outcomes.customer_key, outcomes.situation, outcomes.days_to_close, outcomes.severity,
        outcomes.amount_at_stake, outcomes.size, outcomes.value_before,
        case $outcome when 'bought_again' then outcomes.bought_again else outcomes.stayed end as loyal
    from problem_outcomes as outcomes
    join scope using (customer_key)
    cross join period
    where outcomes.eligible and outcomes.window_end <= as_of and outcomes.situation <> 'complained'
)

select customer_key, situation, days_to_close, severity, amount_at_stake, size, value_before, loyal
from judged
where loyal is not null
