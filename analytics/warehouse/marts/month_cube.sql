with
bounds as (
    select min(month) as earliest, max(month) as latest from months
),

lasting as (
    -- A spell is there at the start of the months from first_month until before end_month. A customer won
    -- on the first of a month is there from the next one; one lost on the first was still there that day.
    select
        customer_key, cell, grade,
        coalesce(value_12m, 0) as value,
        case when opened_by = 'grade' then from_on
            else cast(date_trunc('month', from_on) + interval 1 month as date) end as first_month,
        case
            when closed_by is null then date '9999-12-31'
            when closed_by = 'grade' then to_on
            else cast(date_trunc('month', to_on) + interval 1 month as date)
        end as end_month
    from customer_spells
    join customer_cells using (customer_key)
),

counted as (
    select
        cell, grade, greatest(first_month, earliest) as first_month, end_month,
        count(*) as customers, sum(value) as value
    from lasting
    cross join bounds
    where first_month < end_month and first_month <= latest and end_month > earliest
    group by all
),

changes as (
    -- What changes in a cell at the start of a month; the sum of all changes so far is what is there.
    select cell, grade, month, sum(customers) as customers, sum(value) as value
    from (
        select cell, grade, first_month as month, customers, value from counted
        union all
        select cell, grade, end_month, -customers, -value from counted)
    group by all
),

reaching as (
    select
        cell, grade, month,
        sum(customers) over so_far as customers,
        sum(value) over so_far as value,
        lead(month, 1, date '9999-12-31') over so_far as next_month
    from changes
    window so_far as (partition by cell, grade order by month)
),

present as (
    select
        months.month, cell, grade,
        customers as customers_start, value as value_start,
        0 as lost, 0 as value_lost, 0 as lost_regretted, 0 as won, 0 as won_back, 0 as revenue
    from reaching
    join months on months.month >= reaching.month and months.month < reaching.next_month
    where customers > 0
),

leaving as (
    select
        cast(date_trunc('month', lost_on) as date) as month, cell, grade_before,
        0, 0, count(*), coalesce(sum(value_lost), 0), count(*) filter (regretted), 0, 0, 0
    from losses
    join customer_cells using (customer_key)
    where lost_on is not null
    group by all
),

coming as (
    select
        cast(date_trunc('month', from_on) as date) as month, cell, grade,
        0, 0, 0, 0, 0, count(*) filter (opened_by = 'won'), count(*) filter (opened_by = 'won_back'), 0
    from customer_spells
    join customer_cells using (customer_key)
    where opened_by in ('won', 'won_back')
    group by all
),

earning as (
    select
        customer_months.month, customer_cells.cell, lasting.grade,
        0, 0, 0, 0, 0, 0, 0, sum(customer_months.revenue)
    from customer_months
    join customer_cells using (customer_key)
    left join lasting
        on lasting.customer_key = customer_months.customer_key
        and lasting.first_month <= customer_months.month
        and lasting.end_month > customer_months.month
    group by all
),

united as (
    select * from present
    union all
    select * from leaving
    union all
    select * from coming
    union all
    select * from earning
),

summed as (
    select
        month, cell, grade,
        cast(sum(customers_start) as bigint) as customers_start,
        cast(sum(value_start) as bigint) as value_start,
        cast(sum(lost) as bigint) as lost,
        cast(sum(value_lost) as bigint) as value_lost,
        cast(sum(lost_regretted) as bigint) as lost_regretted,
        cast(sum(won) as bigint) as won,
        cast(sum(won_back) as bigint) as won_back,
        cast(sum(revenue) as bigint) as revenue
    from united
    group by all
)

select
    summed.month, cells.size, summed.grade, cells.segment, cells.region, cells.branch, cells.market,
    summed.customers_start, summed.value_start, summed.lost, summed.value_lost, summed.lost_regretted,
    summed.won, summed.won_back, summed.revenue
from summed
join cells using (cell)
order by summed.month, summed.cell, summed.grade
