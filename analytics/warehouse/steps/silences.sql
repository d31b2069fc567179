-- One row: how many gaps between trades lasted so many days, in a segment and in all ('all').
with
gaps as (
    select
        cast(dimensions.segment as varchar) as segment,
        coalesce(trade_days.next_day, parameters.as_of) - trade_days.day as days,
        trade_days.next_day is not null as closed
    from trade_days
    join dimensions using (customer_key)
    cross join parameters
    where trade_days.day <= parameters.as_of
)

select
    coalesce(segment, 'all') as segment,
    days,
    count(*) filter (closed) as closed,
    count(*) filter (not closed) as still_open
from gaps
group by grouping sets ((segment, days), (days))
having grouping(segment) = 1 or segment is not null
order by segment, days
