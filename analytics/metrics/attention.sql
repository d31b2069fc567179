-- Cases that call for attention, the customers they concern and what these are worth, by kind.
with
worth as (
    select attention_cases.kind, attention_cases.customer_key, count(*) as cases, max(attention_cases.days) as days
    from attention_cases
    group by attention_cases.kind, attention_cases.customer_key
)

select
    worth.kind,
    sum(worth.cases)::bigint as cases,
    count(*) as customers,
    coalesce(sum(customers_now.value), 0)::bigint as value,
    max(worth.days) as longest
from worth
join customers_now using (customer_key)
group by worth.kind
