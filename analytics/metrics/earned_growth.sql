-- Revenue of the window and of as long a time before it, summed over customers by what became of it: of all of it,
-- and of what is left without machines, where a customer may have gone the other way.
with
pairs as (
    select
        kind,
        source,
        cast(before as double) as before,
        cast(since as double) as since,
        cast(before - machines_before as double) as current_before,
        cast(since - machines_since as double) as current_since,
        machines_before <> 0 or machines_since <> 0 as has_machines
    from revenue_pairs
)

select
    kind,
    source,
    case
        when current_before <= 0 then null
        when current_since <= 0 then 'lost'
        when current_since < current_before then 'contracted'
        when current_since > current_before then 'expanded'
        else 'unchanged'
    end as current_kind,
    bool_or(has_machines) as has_machines,
    count(*) as customers,
    sum(before) as before,
    sum(since) as since,
    sum(before * before) as before_squares,
    sum(since * since) as since_squares,
    sum(before * since) as products,
    sum(current_before) as current_before,
    sum(current_since) as current_since,
    sum(current_before * current_before) as current_before_squares,
    sum(current_since * current_since) as current_since_squares,
    sum(current_before * current_since) as current_products
from pairs
group by kind, source, current_kind
order by kind, source, current_kind
