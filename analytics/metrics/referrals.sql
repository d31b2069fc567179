-- Customers who were recommended by another, and those who recommended one, whether in scope or not: the chains
-- lead out of any filter.
with
recommending as (
    select distinct referred_by as customer_id
    from customers_now
    where referred_by is not null
)

select
    customers.customer_key,
    customers.customer_id,
    customers.name,
    customers.referred_by,
    scope.customer_key is not null as in_scope,
    customers.status = 'active' as active,
    case when customers.status = 'active' then coalesce(customers.value, 0) else 0 end as value
from customers_now as customers
left join scope using (customer_key)
left join recommending using (customer_id)
where customers.referred_by is not null or recommending.customer_id is not null
order by customers.customer_key
