-- Risk and value of every living customer in scope, for the sums and the capacity curve.
with
scored as (
    select customer_key, risk, value
    from read_parquet($scores)
)

select scored.risk, coalesce(scored.value, 0)::double as value
from scored
join scoped_customers using (customer_key)
where status = 'active'
