-- How many customers there are, what they are worth, and how the value lies on few or many of them.
with
listed as (
    select customers.*
    from {dimension} as customers
    join scope using (customer_key)
),

ranked as (
    select
        value,
        open_complaints,
        row_number() over (order by value desc nulls last, customer_key) as place,
        count(*) over () as living
    from listed
    where status = 'active'
),

tenths as (
    select
        cast(ceil(place * 10 / living) as integer) as tenth,
        count(*) as customers,
        cast(coalesce(sum(value), 0) as bigint) as value,
        count(*) filter (open_complaints > 0) as with_open_complaints
    from ranked
    group by tenth
),

everybody as (
    select
        0 as tenth,
        count(*) as customers,
        cast(coalesce(sum(value), 0) as bigint) as value,
        count(*) filter (open_complaints > 0) as with_open_complaints
    from listed
),

year_ago as (
    select
        -1 as tenth,
        count(*) as customers,
        cast(0 as bigint) as value,
        0 as with_open_complaints
    from customer_spells as spells
    join scope using (customer_key)
    cross join period
    where spells.from_on <= as_of - interval 12 month and spells.to_on > as_of - interval 12 month
)

select * from everybody
union all
select * from year_ago
union all
select * from tenths
order by tenth
