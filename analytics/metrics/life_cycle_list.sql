-- Customers by name in a state of the life cycle on a day, the last where none is named, or who went from one
-- to another.
with
followed as (
    select
        customer_key,
        day,
        state,
        lag(state) over (partition by customer_key order by day) as state_before,
        min(day) over () as first_day,
        max(day) over () as last_day
    from life_cycle_states
),

chosen as (
    select customer_key, state, state_before, day
    from followed
    where case
        when $before is null then day = coalesce(cast($month as date), last_day) and state = $state
        else day > first_day and coalesce(state_before, 'none') = $before and state = $state
            and ($month is null or day = cast($month as date))
    end
)

select
    chosen.customer_key, customers_now.customer_id, customers_now.name, customers_now.size, customers_now.grade,
    customers_now.branch, customers_now.account_manager, chosen.state_before, chosen.state as state_now,
    case when $before is not null then chosen.day end as known_on, customers_now.value, customers_now.last_order_on,
    customers_now.last_contact_on
from chosen
join customers_now using (customer_key)
order by customers_now.value desc nulls last, customers_now.customer_id, chosen.day
