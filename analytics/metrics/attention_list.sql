-- The customers behind one kind of case, most value first.
with
cases as (
    select customer_key, max(days) as days, min(since_on) as since_on
    from attention_cases
    where kind = $kind
    group by customer_key
)

select
    customer_key, customer_id, name, size, grade, branch, account_manager,
    cases.since_on, cases.days, value, last_order_on, last_contact_on, open_complaints, contract_end
from cases
join customers_now using (customer_key)
order by value desc nulls last, customer_id
