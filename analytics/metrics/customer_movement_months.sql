-- Customers and money month by month; a month is complete when all of it lies before the as-of day's end.
with
trade as (
    -- Twelve months' revenue is known twelve months after the first trade.
    select cast(min(first_order_on) + interval 12 months as date) as value_from
    from customers_now
),

months as (
    select
        month,
        sum(customers_start) as at_start, sum(won) as won, sum(won_back) as won_back, sum(lost) as lost,
        sum(value_start) as value_at_start, sum(value_lost) as value_lost
    from month_cells
    group by month
)

select
    month,
    at_start::bigint as at_start,
    won::bigint as won,
    won_back::bigint as won_back,
    lost::bigint as lost,
    case when month >= value_from or value_from is null then value_at_start::bigint end as value_at_start,
    value_lost::bigint as value_lost,
    month + interval 1 month <= as_of + 1 as complete
from months
cross join period
cross join trade
cross join observed
where month >= date_trunc('month', records_on)
order by month
