-- Losses of the period, of the one before and of a year ago, by the dimensions asked for.
with
known as (
    select
        losses.*,
        losses.grade_before as grade,
        cast(date_trunc('month', losses.lost_on) as date) as month,
        $everyone or (losses.lost_on >= period_start and losses.lost_on < period_end) as in_period,
        coalesce(losses.lost_on >= previous_start and losses.lost_on < previous_end, false) as in_previous,
        coalesce(losses.lost_on >= year_ago_start and losses.lost_on < year_ago_end, false) as in_year_ago
    from scoped_losses as losses
    cross join period
    where
        coalesce(losses.known_on <= as_of, true)
        and ($everyone
            or (losses.lost_on >= period_start and losses.lost_on < period_end)
            or (losses.lost_on >= previous_start and losses.lost_on < previous_end)
            or (losses.lost_on >= year_ago_start and losses.lost_on < year_ago_end))
),

-- Who was there at the start counts in the rate, once, however often lost and won back since.
first_losses as (
    select loss_id, customer_key
    from known
    where in_period
    qualify row_number() over (partition by customer_key order by lost_on) = 1
),

from_start as (
    select first_losses.loss_id, spells.value_12m as start_value
    from first_losses
    join customer_spells as spells using (customer_key)
    cross join period
    where not $everyone and spells.from_on < period_start and spells.to_on >= period_start

    union all

    select loss_id, value_lost
    from first_losses
    join known using (loss_id)
    where $everyone
),

counted as (
    select
        known.*,
        first_losses.loss_id is not null as is_first,
        from_start.loss_id is not null as was_there,
        from_start.start_value
    from known
    left join first_losses using (loss_id)
    left join from_start using (loss_id)
),

-- Every figure adds up, so the rows are counted once, at the finest grain asked for.
finest as (
    select
        {columns},
        count(*) filter (in_period) as lost,
        count(*) filter (is_first) as customers_lost,
        count(*) filter (was_there) as lost_from_start,
        count(*) filter (in_previous) as lost_previous,
        count(*) filter (in_year_ago) as lost_year_ago,
        coalesce(sum(value_lost) filter (in_period), 0)::bigint as value_lost,
        coalesce(sum(value_lost) filter (in_previous), 0)::bigint as value_lost_previous,
        coalesce(sum(value_lost) filter (in_year_ago), 0)::bigint as value_lost_year_ago,
        coalesce(sum(start_value), 0)::double as start_value_lost,
        coalesce(sum(start_value::double ** 2), 0)::double as start_value_lost_squares,
        coalesce(sum(expected_future_value) filter (in_period), 0)::bigint as expected_future_value,
        count(*) filter (in_period and cause_class <> 'not_stated') as cause_stated,
        count(*) filter (in_period and avoidable) as avoidable,
        count(*) filter (in_period and regretted) as regretted,
        count(*) filter (in_period and not regretted) as not_regretted,
        count(*) filter (in_period and returned_on is not null) as returned
    from counted
    group by all
)

select
    {columns},
    {grouping} as grouping_set,
    sum(lost)::bigint as lost,
    sum(customers_lost)::bigint as customers_lost,
    sum(lost_from_start)::bigint as lost_from_start,
    sum(lost_previous)::bigint as lost_previous,
    sum(lost_year_ago)::bigint as lost_year_ago,
    sum(value_lost)::bigint as value_lost,
    sum(value_lost_previous)::bigint as value_lost_previous,
    sum(value_lost_year_ago)::bigint as value_lost_year_ago,
    coalesce(sum(start_value_lost), 0)::double as start_value_lost,
    sum(start_value_lost_squares)::double as start_value_lost_squares,
    sum(expected_future_value)::bigint as expected_future_value,
    sum(cause_stated)::bigint as cause_stated,
    sum(avoidable)::bigint as avoidable,
    sum(regretted)::bigint as regretted,
    sum(not_regretted)::bigint as not_regretted,
    sum(returned)::bigint as returned
from finest
group by grouping sets ({sets})
