-- Customers at the start of the period, won, won back and lost in it, the same for the period before and a
-- year ago, by all the dimensions asked for at once; the sums over few rows are quicker outside.
with
there as (
    select {columns}, count(*) as at_start, sum(value_12m) as value_at_start
    from (select *, null as cause_class from scoped_spells)
    cross join period
    where from_on < period_start and to_on >= period_start
    group by all
),

there_at_end as (
    select sum(value_12m) as value_at_end
    from scoped_spells
    cross join period
    where from_on < period_end and to_on >= period_end
),

openings as (
    select
        *, null as cause_class,
        from_on >= period_start as in_period,
        from_on >= previous_start and from_on < previous_end as in_previous,
        from_on >= year_ago_start and from_on < year_ago_end as in_year_ago
    from scoped_spells
    cross join period
    where opened_by <> 'grade' and from_on < period_end
        and from_on >= coalesce(least(previous_start, year_ago_start), period_start)
),

coming as (
    select
        {columns},
        count(*) filter (in_period and opened_by = 'won') as won,
        count(*) filter (in_previous and opened_by = 'won') as won_previous,
        count(*) filter (in_year_ago and opened_by = 'won') as won_year_ago,
        count(*) filter (in_period and opened_by = 'won_back') as won_back,
        count(*) filter (in_previous and opened_by = 'won_back') as won_back_previous,
        count(*) filter (in_year_ago and opened_by = 'won_back') as won_back_year_ago,
        count(*) filter (from_on < period_start and from_on >= previous_start) as came_since_previous,
        count(*) filter (from_on < period_start and from_on >= year_ago_start) as came_since_year_ago
    from openings
    group by all
),

begun as (
    select customer_key, min(from_on) as begun_on
    from openings
    where in_period
    group by customer_key
),

leavings as (
    select
        losses.*, begun.begun_on, period_start, previous_start, year_ago_start,
        lost_on >= period_start as in_period,
        lost_on >= previous_start and lost_on < previous_end as in_previous,
        lost_on >= year_ago_start and lost_on < year_ago_end as in_year_ago
    from scoped_losses as losses
    cross join period
    left join begun using (customer_key)
    where known_on <= as_of and lost_on < period_end
        and lost_on >= coalesce(least(previous_start, year_ago_start), period_start)
),

leaving as (
    select
        {columns},
        count(*) filter (in_period) as lost,
        count(*) filter (in_previous) as lost_previous,
        count(*) filter (in_year_ago) as lost_year_ago,
        -- Whose relation began within the period was not there at its start.
        count(*) filter (in_period and coalesce(begun_on > lost_on, true)) as lost_from_start,
        sum(value_lost) filter (in_period) as value_lost,
        sum(value_lost) filter (in_previous) as value_lost_previous,
        sum(value_lost) filter (in_year_ago) as value_lost_year_ago,
        count(*) filter (lost_on < period_start and lost_on >= previous_start) as left_since_previous,
        count(*) filter (lost_on < period_start and lost_on >= year_ago_start) as left_since_year_ago
    from leavings
    group by all
)

select * from there
union all by name
select * from coming
union all by name
select * from leaving
union all by name
select * from there_at_end
