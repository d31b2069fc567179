-- The customers of chosen remarks; most value first.
with
chosen as (
    select unnest($customers) as customer_key, unnest($days) as said_on, unnest($texts) as remark
)

select
    customer_key, customer_id, name, size, grade, branch, account_manager, said_on, remark, last_score,
    last_contact_on, value
from chosen
join customers_now using (customer_key)
order by value desc nulls last, customer_id
