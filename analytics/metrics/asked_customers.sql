-- Customers of a whole survey year whose window is complete by the as-of day: who answered, who did not, and
-- what both did. Without dates it is every customer and the state they are in.
select people.customer_key, people.responded, people.loyal
from (
    with
    lengths as (
        select
            cast(window_end - window_start as integer) as horizon,
            cast(window_start - answered_on as integer) as blank
        from survey_outcomes
        where window_end is not null
        limit 1
    ),

    windows as (
        select
            as_of as window_end,
            as_of - horizon as window_start,
            as_of - horizon - blank as asked_until,
            as_of - 2 * horizon - blank as asked_from,
            horizon
        from period
        left join lengths on true
    ),

    there as (
        select spells.customer_key
        from scoped_spells as spells
        cross join windows
        where spells.from_on <= asked_until and spells.to_on > asked_until
    ),

    still_there as (
        select spells.customer_key
        from scoped_spells as spells
        cross join windows
        where spells.from_on <= window_start and spells.to_on > window_start
    ),

    left_since as (
        select distinct losses.customer_key
        from scoped_losses as losses
        cross join windows
        where losses.lost_on > window_start and losses.lost_on <= window_end
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
        where horizon is null or (outcomes.answered_on > asked_from and outcomes.answered_on <= asked_until)
    )

    select
        customers_now.customer_key,
        answered.customer_key is not null as responded,
        case
            when $outcome = 'stayed' and horizon is null then customers_now.status = 'active'
            when $outcome = 'stayed' then left_since.customer_key is null
            when $outcome = 'bought_again' then coalesce(bought.bought_again, false)
            when bought.revenue_before > 0 then bought.revenue_after > bought.revenue_before * 0.5
        end as loyal
    from customers_now
    join scope using (customer_key)
    cross join windows
    left join there on there.customer_key = customers_now.customer_key
    left join still_there on still_there.customer_key = customers_now.customer_key
    left join left_since on left_since.customer_key = customers_now.customer_key
    left join bought on bought.customer_key = customers_now.customer_key
    left join answered on answered.customer_key = customers_now.customer_key
    where case
        when horizon is null then $outcome = 'stayed'
        else there.customer_key is not null and still_there.customer_key is not null
            and customers_now.acquired_on <= asked_from
    end
) as people
where people.loyal is not null
