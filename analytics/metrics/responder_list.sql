-- Customers who answered the survey, or who did not, and what they did afterwards; most value first.
with
chosen as (
    select * from asked_customers where responded = $responded
)

select
    customer_key, customer_id, name, size, grade, market, branch, account_manager, loyal, last_answer_on,
    last_contact_on, value
from chosen
join customers_now using (customer_key)
order by value desc nulls last, customer_id
