-- How many customers under the filters match the words searched for, by status.
with
listed as (
    select
        customers.status,
        lower(concat_ws(
            ' ', customers.customer_id, customers.name, customers.email, customers.phone,
            translate(customers.phone, ' -()+.', ''), customers.address)) as searched
    from {dimension} as customers
    join scope using (customer_key)
)

select status, count(*) as customers
from listed
where {condition}
group by status
