-- Cases that call for attention, the customers they concern and what these are worth, by kind.
with
customers as (
    select kind, customer_key, count(*) as cases, max(days) as days, any_value(value) as value
    from attention_cases
    group by kind, customer_key
)

select
    kind,
    sum(cases)::bigint as cases,
    count(*) as customers,
    coalesce(sum(value), 0)::bigint as value,
    max(days) as longest
from customers
group by kind
