-- The customers whose number or name comes nearest to what was asked for.
with
measured as (
    select
        customer_id,
        name,
        greatest(
            jaro_winkler_similarity(lower(customer_id), $asked),
            case when contains(lower(name), $asked) then 1 else 0 end) as likeness
    from customers_now
)

select customer_id, name
from measured
where likeness >= 0.75
order by likeness desc, customer_id
limit 5
