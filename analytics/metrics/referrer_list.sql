-- Customers who brought others that are in scope: how many, how many of those are there today, and their worth.
with
brought as (
    select
        referred_by as customer_id,
        count(*) as brought,
        count(*) filter (status = 'active') as brought_active,
        cast(coalesce(sum(value) filter (status = 'active'), 0) as bigint) as brought_value
    from scoped_customers
    where referred_by is not null
    group by referred_by
)

select
    customer_key, customer_id, name, size, grade, branch, account_manager, brought.brought, brought.brought_active,
    brought.brought_value, value, status, last_contact_on
from brought
join customers_now using (customer_id)
order by brought_value desc, brought desc, customer_id
