-- Revenue of the window and of as long a time before it, summed over customers by what became of them: all of
-- it, and what is left without machines, where a customer may have gone the other way.
with
pairs as (
    select true as everything, kind, source, cast(before as double) as before, cast(since as double) as since
    from revenue_pairs

    union all

    select
        false,
        case
            when before <= machines_before then 'other'
            when since <= machines_since then 'lost'
            when since - machines_since < before - machines_before then 'contracted'
            when since - machines_since > before - machines_before then 'expanded'
            else 'unchanged'
        end,
        null, before - machines_before, since - machines_since
    from revenue_pairs
    where exists (from revenue_pairs where machines_before <> 0 or machines_since <> 0)
)

select
    everything,
    kind,
    source,
    count(*) as customers,
    cast(sum(before) as bigint) as before,
    cast(sum(since) as bigint) as since,
    sum(before * before) as before_squares,
    sum(since * since) as since_squares,
    sum(before * since) as products
from pairs
group by everything, kind, source
order by kind, source
