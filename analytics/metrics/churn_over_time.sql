-- Customers at the start of each quarter (or month) and those of them lost within it, by one dimension.
-- The grade is the one at the start, so that nobody slides to a lower one before being counted as lost.
with
cells as (
    select
        cast(month as date) as starts_on, {dimension} as dimension, sum(customers_start) as customers
    from month_cells
    where (extract(year from month) * 12 + extract(month from month) - 1) % $months = 0
    group by all
),

last_spells as (
    select
        spells.customer_key, spells.from_on, spells.opened_by, spells.{dimension} as dimension,
        cast(date_trunc('month', to_on) - to_months(cast(
            (extract(year from to_on) * 12 + extract(month from to_on) - 1) % $months as integer)) as date) as starts_on
    from scoped_spells as spells
    anti join (select * from scoped_losses cross join period where known_on > as_of) as unknown
        on unknown.customer_key = spells.customer_key and unknown.lost_on = spells.to_on
    where spells.closed_by = 'lost'
),

leaving as (
    -- The last spell covers the start; a grade counts from its day on.
    select starts_on, dimension
    from last_spells
    where from_on < starts_on or (opened_by = 'grade' and from_on = starts_on)

    union all

    -- Graded anew since the start: the spell then was an earlier one.
    select starts_on, spells.{dimension}
    from last_spells
    join customer_spells as spells
        on spells.customer_key = last_spells.customer_key
        and spells.closed_by = 'grade'
        and spells.to_on > starts_on
        and (spells.from_on < starts_on or (spells.opened_by = 'grade' and spells.from_on = starts_on))
    where last_spells.opened_by = 'grade' and last_spells.from_on > starts_on
),

counted as (
    select starts_on, dimension, customers, 0 as lost from cells
    union all
    select starts_on, dimension, 0, count(*) from leaving group by all
),

summed as (
    select
        starts_on, dimension, grouping(dimension) = 1 as everyone,
        sum(customers)::bigint as customers, sum(lost)::bigint as lost
    from counted
    group by grouping sets ((starts_on), (starts_on, dimension))
)

select
    starts_on, dimension, everyone, customers, lost,
    starts_on + to_months($months) <= as_of + 1 as complete
from summed
cross join period
cross join observed
where starts_on <= as_of and starts_on >= observed_on
order by everyone desc, dimension, starts_on
