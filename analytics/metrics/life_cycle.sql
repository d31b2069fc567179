-- Customers by the state they were in at the start of a month and at that of the month before.
with
followed as (
    select
        day,
        state,
        lag(state) over (partition by customer_key order by day) as state_before,
        min(day) over () as first_day
    from life_cycle_states
)

select day, case when day > first_day then coalesce(state_before, 'none') end as state_before, state, count(*) as customers
from followed
group by all
order by day, state_before, state
