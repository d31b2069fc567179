-- What all active customers of the company may bring together, in each future drawn, and what is expected.
with
valued as (
    select worth.*
    from read_parquet($values) as worth
    join customers_now using (customer_id)
    where customers_now.status = 'active'
)

select count(*) as customers, coalesce(sum(value), 0) as value, sum(columns('drawn_.*'))
from valued
