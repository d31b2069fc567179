-- The customers in scope who may still bring something, with what each is expected to bring, the largest first.
with
valued as (
    select *
    from read_parquet($values)
)

select
    scoped_customers.customer_key, scoped_customers.customer_id, scoped_customers.name,
    valued.value as lifetime_value, valued.low as lifetime_low, valued.high as lifetime_high,
    valued.chance_alive, valued.purchases as purchases_expected, valued.group_name as valued_by,
    scoped_customers.value, scoped_customers.last_order_on, scoped_customers.grade, scoped_customers.size,
    scoped_customers.region, scoped_customers.branch, scoped_customers.account_manager
from valued
join scoped_customers using (customer_id)
where {condition}
order by valued.value desc, scoped_customers.customer_key
limit $rows
