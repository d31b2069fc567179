-- One row: customers in scope who may still bring something, summed; what they may bring in each future drawn.
with
valued as (
    select
        worth.*,
        scoped_customers.status = 'active' as active
    from read_parquet($values) as worth
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

counted as (
    select
        count(*) filter (status = 'active') as customers,
        count(*) filter (status = 'active' and customer_id not in (select customer_id from valued)) as unvalued
    from scoped_customers
)

select
    any_value(counted.customers) as customers,
    any_value(counted.unvalued) as unvalued,
    count(*) filter (active) as valued,
    coalesce(sum(value) filter (active), 0) as value,
    coalesce(sum(value) filter (active and group_name = 'contract'), 0) as contract_value,
    count(*) filter (active and group_name = 'contract') as contract_customers,
    count(*) filter (active and chance_alive < 0.5) as doubtful,
    coalesce(sum(value) filter (active and chance_alive < 0.5), 0) as doubtful_value,
    count(*) filter (active and value < 0) as negative,
    count(*) filter (not active) as silent,
    coalesce(sum(value) filter (not active), 0) as silent_value,
    any_value(tenths.tenths) as tenths,
    sum(columns('drawn_.*')) filter (active)
from valued
cross join tenths
cross join counted
