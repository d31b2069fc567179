-- Customers of a whole survey year whose window is complete by the as-of day: who answered, who did not, and
-- what both did. Without dates it is every customer and the state they are in.
select people.customer_key, people.responded, people.loyal
from (
    with
    windows as (
        select
            window_end,
            window_end - horizon as window_start,
            window_end - horizon - blank as asked_until,
            window_end - 2 * horizon - blank as asked_from,
            horizon
        from (
            select
                any_value(as_of) as window_end,
                cast(any_value(outcomes.window_end - outcomes.window_start) as integer) as horizon,
                cast(any_value(outcomes.window_start - outcomes.answered_on) as integer) as blank
            from survey_outcomes as outcomes
            cross join period
        )
    ),

    there as (
        select
            spells.customer_key,
            bool_or(spells.closed_by = 'lost' and spells.to_on > window_start and spells.to_on <= window_end)
                is not true as stayed
        from scoped_spells as spells
        cross join windows
        group by spells.customer_key
        having
            min(spells.from_on) <= any_value(asked_from)
            and bool_or(spells.from_on <= asked_until and spells.to_on > asked_until)
            and bool_or(spells.from_on <= window_start and spells.to_on > window_start)
    ),

    bought as (
        select
            days.customer_key,
            coalesce(sum(days.orders) filter (days.day > window_start), 0) > 0 as bought_again,
            coalesce(sum(days.revenue) filter (days.day > window_start), 0) as revenue_after,
            coalesce(sum(days.revenue) filter (days.day <= asked_until), 0) as revenue_before
        from warehouse.customer_days as days
        cross join windows
        where $outcome <> 'stayed' and days.day > asked_until - horizon and days.day <= window_end
        group by days.customer_key
    ),

    answered as (
        select distinct outcomes.customer_key
        from survey_outcomes as outcomes
        cross join windows
        where coalesce(outcomes.answered_on > asked_from and outcomes.answered_on <= asked_until, horizon is null)
    )

    select
        customers_now.customer_key,
        answered.customer_key is not null as responded,
        case $outcome
            when 'stayed' then coalesce(there.stayed, customers_now.status = 'active')
            when 'bought_again' then coalesce(bought.bought_again, false)
            when 'spend_kept' then case when bought.revenue_before > 0
                then bought.revenue_after > bought.revenue_before * 0.5 end
        end as loyal
    from customers_now
    join scope using (customer_key)
    cross join windows
    left join there on there.customer_key = customers_now.customer_key
    left join bought on bought.customer_key = customers_now.customer_key
    left join answered on answered.customer_key = customers_now.customer_key
    where there.customer_key is not null or (horizon is null and $outcome = 'stayed')
) as people
where people.loyal is not null
