-- Customers there on any day of the period by size, length of the relation and value, and those who complained.
-- Value and tenure are those of the first day of the period, or of the day they came.
with
there as (
    select
        spells.customer_key,
        arg_min(spells.value_12m, spells.from_on) filter (spells.to_on > period_start) as value,
        any_value(spells.size) as size
    from scoped_spells as spells
    cross join period
    where spells.from_on < period_end and spells.to_on > period_start
    group by spells.customer_key
),

described as (
    select
        there.customer_key, there.size,
        case
            when acquired_on is null then null
            when date_diff('month', acquired_on, period_start) < 12 then 'under_1'
            when date_diff('month', acquired_on, period_start) < 36 then 'under_3'
            when date_diff('month', acquired_on, period_start) < 84 then 'under_7'
            else 'over_7'
        end as tenure,
        case ntile(4) over (order by there.value desc, there.customer_key)
            when 1 then 'highest' when 2 then 'high' when 3 then 'low' else 'lowest' end as worth,
        there.customer_key in (
            select customer_key from complaint_facts where opened_on >= period_start and opened_on < period_end
        ) as complained
    from there
    join customers_now using (customer_key)
    cross join period
)

select
    size, tenure, worth, grouping(size, tenure, worth) as grouping_set,
    count(*) as customers, count(*) filter (complained) as complained
from described
group by grouping sets ((), (size), (tenure), (worth))
