-- The living customers in scope with their scores, largest expected loss first, which is the order the scores are
-- written in; only those listed are read in full.
with
listed as (
    select customer_key, scores.file_row_number as place
    from read_parquet($scores, file_row_number = true) as scores
    join scoped_customers using (customer_key)
    where status = 'active' and {condition}
    order by place
    limit $rows
),

scored as (
    select customer_key, risk, value, expected_loss, reasons
    from read_parquet($scores)
)

select
    customers_now.customer_key, customers_now.customer_id, customers_now.name,
    scored.risk, scored.expected_loss, scored.reasons, scored.value,
    customers_now.last_contact_on, customers_now.last_order_on, customers_now.open_complaints,
    customers_now.size, customers_now.grade, customers_now.region, customers_now.branch,
    customers_now.account_manager
from listed
join scored using (customer_key)
join customers_now using (customer_key)
order by listed.place
