-- Losses of the period, of the one before and of a year ago, by the dimensions asked for.
with
at_start as (
    select spells.customer_key, max(spells.value_12m) as start_value
    from customer_spells as spells
    join scope using (customer_key)
    cross join period
    where not $everyone and spells.from_on < period_start and spells.to_on >= period_start
    group by spells.customer_key
),

known as (
    select
        losses.*,
        losses.grade_before as grade,
        cast(date_trunc('month', losses.lost_on) as date) as month,
        $everyone or (losses.lost_on >= period_start and losses.lost_on < period_end) as in_period,
        coalesce(losses.lost_on >= previous_start and losses.lost_on < previous_end, false) as in_previous,
        coalesce(losses.lost_on >= year_ago_start and losses.lost_on < year_ago_end, false) as in_year_ago,
        $everyone or at_start.customer_key is not null as was_there,
        case when $everyone then losses.value_lost else at_start.start_value end as start_value
    from losses
    join scope using (customer_key)
    left join at_start using (customer_key)
    cross join period
    where coalesce(losses.known_on <= as_of, true)
)

select
    {columns},
    {grouping} as grouping_set,
    count(*) filter (in_period) as lost,
    count(distinct customer_key) filter (in_period and was_there) as lost_from_start,
    count(*) filter (in_previous) as lost_previous,
    count(*) filter (in_year_ago) as lost_year_ago,
    coalesce(sum(value_lost) filter (in_period), 0)::bigint as value_lost,
    coalesce(sum(value_lost) filter (in_previous), 0)::bigint as value_lost_previous,
    coalesce(sum(value_lost) filter (in_year_ago), 0)::bigint as value_lost_year_ago,
    coalesce(sum(start_value) filter (in_period and was_there), 0)::double as start_value_lost,
    coalesce(sum(start_value::double ** 2) filter (in_period and was_there), 0)::double as start_value_lost_squares,
    coalesce(sum(expected_future_value) filter (in_period), 0)::bigint as expected_future_value,
    count(*) filter (in_period and cause is not null) as cause_stated,
    count(*) filter (in_period and avoidable) as avoidable,
    count(*) filter (in_period and regretted) as regretted,
    count(*) filter (in_period and not regretted) as not_regretted,
    count(*) filter (in_period and returned_on is not null) as returned
from known
where in_period or in_previous or in_year_ago
group by grouping sets ({sets})
