-- Customers in scope who were recommended and all others: how many, how many of them are customers today, and
-- what those are worth a year, with the squares an interval needs.
with
told as (
    select
        referred_by is not null as referred, status = 'active' as active,
        cast(case when status = 'active' then value end as double) as value
    from scoped_customers
)

select
    referred,
    count(*) as customers,
    count(value) as valued,
    cast(coalesce(sum(value), 0) as bigint) as value,
    coalesce(sum(value * value), 0) as squares
from told
group by referred
