-- The month cube of the customers in scope, for conditions the cube itself is not broken down by.
-- A customer is there at the start of a month when a spell covers the day before it. Starts are
-- counted by adding spells where they begin and taking them off where they end, then summing up.
with
month_cells as (
    with
    spells as (
        select
            customer_spells.* exclude (value_12m),
            customer_spells.value_12m,
            cast(date_trunc('month', from_on) as date) as first_month,
            cast(date_trunc('month', to_on) as date) as last_month
        from customer_spells
        join scope using (customer_key)
    ),

    steps as (
        select
            cast(first_month + interval 1 month as date) as month, size, grade, segment, region, branch, market,
            1 as customers, value_12m as value
        from spells
        where first_month < last_month

        union all

        select
            cast(last_month + interval 1 month as date), size, grade, segment, region, branch, market,
            -1, -value_12m
        from spells
        where first_month < last_month and to_on < date '9999-12-31'
    ),

    keys as (
        select distinct size, grade, segment, region, branch, market from spells
    ),

    months as (
        select distinct month from month_cube
    ),

    summed as (
        select month, size, grade, segment, region, branch, market, sum(customers) as customers, sum(value) as value
        from steps
        group by all
    ),

    starts as (
        select
            months.month, keys.*,
            sum(coalesce(summed.customers, 0)) over running as customers_start,
            sum(coalesce(summed.value, 0)) over running as value_start
        from months
        cross join keys
        left join summed
            on summed.month = months.month
            and summed.size is not distinct from keys.size
            and summed.grade is not distinct from keys.grade
            and summed.segment is not distinct from keys.segment
            and summed.region is not distinct from keys.region
            and summed.branch is not distinct from keys.branch
            and summed.market is not distinct from keys.market
        window running as (
            partition by keys.size, keys.grade, keys.segment, keys.region, keys.branch, keys.market
            order by months.month
        )
    )

    select * from starts
)

select * from month_cells
