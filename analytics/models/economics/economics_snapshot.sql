-- What a source without dates tells: customers who are there, and the part of their yearly value that is margin.
with
here as (
    select cast(coalesce(value, 0) as double) * cast($contract_margin as double) as margin
    from scoped_customers
    where status = 'active'
)

select
    count(*) as customers, count(*) as today, coalesce(sum(margin), 0) as margin,
    coalesce(sum(margin * margin), 0) as margin_squares
from here
