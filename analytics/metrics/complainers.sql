-- Customers there on any day of the period by size, length of the relation and value, and those who complained.
-- Value and tenure are those of the first day of the period, or of the day they came.
with
there as (
    -- Not `period`: spells that had ended before a parameter are skipped by the block.
    select
        customer_key,
        arg_min(value_12m, from_on) as value,
        any_value(size) as size
    from scoped_spells
    where to_on > cast($period_start as date) and from_on < cast($period_end as date)
    group by customer_key
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
            select customer_key from complaint_facts
            where opened_on >= cast($period_start as date) and opened_on < cast($period_end as date)
        ) as complained
    from there
    join customers_now using (customer_key)
    cross join period
)

select
    size, tenure, worth,
    count(*) as customers, count(*) filter (complained) as complained
from described
group by all
