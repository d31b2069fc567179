-- Customers by key, with what holds them; those whose contract ends first on top.
with
chosen as (
    select unnest($keys) as customer_key
)

select
    customer_key, customer_id, name, size, grade, market, branch, account_manager, contract_end, last_answer_on,
    last_score, open_complaints, value
from chosen
join customers_now using (customer_key)
order by contract_end nulls last, value desc nulls last, customer_id
