-- Customers by name whose last contact is longer ago than their grade allows, or all; A first, most value first.
with
chosen as (
    select *
    from contact_waits
    where ($everyone or overdue) and ($grade is null or grade = $grade)
)

select
    chosen.customer_key, customers_now.customer_id, customers_now.name, customers_now.size, chosen.grade,
    customers_now.branch, customers_now.account_manager, chosen.value, chosen.last_contact_on,
    chosen.days_since_contact, chosen.allowed as days_allowed
from chosen
join customers_now using (customer_key)
order by chosen.grade, chosen.value desc nulls last, customers_now.customer_id
