-- One row: customers in scope who may still bring something, summed, and where they stand in the valuation.
with
valued as (
    select
        worth.group_name, worth.chance_alive, worth.value, worth.file_row_number as place,
        scoped_customers.status = 'active' as active
    from read_parquet($values, file_row_number = true) as worth
    join scoped_customers using (customer_id)
),

ranked as (
    select
        value,
        ntile(10) over (order by value desc) as tenth
    from valued
    where active
),

tenths as (
    select list(brought order by tenth) as tenths
    from (select tenth, sum(value) as brought from ranked group by tenth)
),

summed as (
    select
        (select count(*) from scoped_customers where status = 'active') as customers,
        count(*) filter (active) as valued,
        coalesce(sum(value) filter (active), 0) as value,
        coalesce(sum(value) filter (active and group_name = 'contract'), 0) as contract_value,
        count(*) filter (active and group_name = 'contract') as contract_customers,
        count(*) filter (active and chance_alive < 0.5) as doubtful,
        coalesce(sum(value) filter (active and chance_alive < 0.5), 0) as doubtful_value,
        count(*) filter (active and value < 0) as negative,
        count(*) filter (not active) as silent,
        coalesce(sum(value) filter (not active), 0) as silent_value,
        list(place) filter (active and group_name = 'trade') as trade_places,
        list(place) filter (active and group_name = 'contract') as contract_places,
        list(place) filter (active and group_name = 'trade' and chance_alive < 0.5) as doubtful_places,
        list(place) filter (not active) as silent_places
    from valued
)

select summed.*, tenths.tenths
from summed
cross join tenths
