with
pieces as (
    select
        lives.customer_key,
        lives.from_on as life_from,
        lives.to_on as life_to,
        lives.is_lost,
        lives.from_on,
        lives.opened_by,
        cast(null as enum ('A', 'B', 'C', 'D')) as grade,
        coalesce(values_in_force.value, case when has_orders then 0 end) as value
    from lives
    cross join parameters
    left join values_in_force
        on values_in_force.customer_key = lives.customer_key
        and values_in_force.from_on <= lives.from_on
        and values_in_force.to_on > lives.from_on

    union all

    select
        gradings.customer_key, gradings.life_from, lives.to_on, lives.is_lost,
        gradings.graded_on, 'grade', gradings.grade, gradings.value
    from gradings
    join lives on lives.customer_key = gradings.customer_key and lives.from_on = gradings.life_from
),

changed as (
    select *
    from (
        select
            *,
            lag(grade) over life as grade_until_then,
            lag(value) over life as value_until_then
        from pieces
        window life as (partition by customer_key, life_from order by from_on, opened_by desc))
    where opened_by <> 'grade'
        or grade is distinct from grade_until_then
        or value is distinct from value_until_then
),

closed as (
    select
        *,
        lead(from_on) over (partition by customer_key, life_from order by from_on, opened_by desc) as next_from
    from changed
)

select
    closed.customer_key,
    closed.from_on,
    coalesce(closed.next_from, closed.life_to) as to_on,
    closed.grade,
    cast(closed.opened_by as enum ('won', 'won_back', 'grade')) as opened_by,
    cast(case when closed.next_from is not null then 'grade' when closed.is_lost then 'lost' end
        as enum ('lost', 'grade')) as closed_by,
    closed.value as value_12m,
    dimensions.size, dimensions.segment, dimensions.industry, dimensions.market, dimensions.region,
    dimensions.branch, dimensions.account_manager, dimensions.acquisition_channel
from closed
join dimensions using (customer_key)
-- Whoever asks about a period then skips all that ended before it.
order by to_on, closed.from_on, closed.customer_key
