-- Revenue of the window and of as long a time before it from the earlier stretch's customers, by one of their
-- dimensions and what became of it. Machines are left out, which a customer buys once in years.
with
pairs as (
    select
        cast({dimension} as varchar) as value,
        cast(pairs.before - pairs.machines_before as double) as before,
        cast(pairs.since - pairs.machines_since as double) as since
    from revenue_pairs as pairs
    join scoped_customers using (customer_key)
    where pairs.before > pairs.machines_before
)

select
    value,
    case
        when since <= 0 then 'lost'
        when since < before then 'contracted'
        when since > before then 'expanded'
        else 'unchanged'
    end as kind,
    count(*) as customers,
    cast(sum(before) as bigint) as before,
    cast(sum(since) as bigint) as since,
    sum(before * before) as before_squares,
    sum(since * since) as since_squares,
    sum(before * since) as products
from pairs
where value is not null
group by all
order by value, kind
