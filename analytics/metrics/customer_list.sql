-- Customers under the filters that match the words searched for, in the order asked for.
with
listed as (
    select
        customers.*,
        lower(concat_ws(
            ' ', customers.customer_id, customers.name, customers.email, customers.phone,
            translate(customers.phone, ' -()+.', ''), customers.address)) as searched
    from {dimension} as customers
    join scope using (customer_key)
),

placed as (
    select
        *,
        cast(ceil(
            row_number() over (partition by status order by value desc nulls last, customer_key) * 10
            / count(*) over (partition by status)) as integer) as tenth
    from listed
)

select
    customer_key, customer_id, name, status, size, grade, segment, industry, market, region, branch,
    account_manager, acquired_on, value, revenue_total, orders, last_order_on, last_score, open_complaints,
    last_contact_on, contract_end, lost_on
from placed
where {condition}
order by {order}, customer_key
limit $rows offset $skipped
