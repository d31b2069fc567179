-- Customers (and their trailing 12 months' value) at the start of the period, by the dimensions asked for.
-- Where everyone counts (a snapshot, or all time) it is all customers there have ever been.
with
lost as (
    select customer_key, max(value_lost) as lost_value from losses where $everyone group by customer_key
),

at_start as (
    select
        spells.grade as grade, spells.size, spells.segment, spells.industry, spells.market, spells.region,
        spells.branch, spells.account_manager, spells.acquisition_channel, spells.value_12m as value
    from scoped_spells as spells
    where
        not $everyone
        and spells.from_on < cast($period_start as date) and spells.to_on >= cast($period_start as date)

    union all

    -- A lost customer's own 12 months are empty by now; what counts is what was lost.
    select
        grade, size, segment, industry, market, region,
        branch, account_manager, acquisition_channel, coalesce(lost_value, value) as value
    from scoped_customers
    left join lost using (customer_key)
    where $everyone
)

select
    {columns},
    {grouping} as grouping_set,
    count(*) as customers_at_start,
    coalesce(sum(value), 0)::bigint as value_at_start,
    coalesce(sum(value::double ** 2), 0) as value_at_start_squares
from at_start
group by grouping sets ({sets})
