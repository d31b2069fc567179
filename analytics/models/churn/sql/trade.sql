-- One row is a customer who had traded by the cut-off: rhythm, spend, trend and season.
with days as (
    select customer_key, day, revenue, cost, orders
    from warehouse.customer_days
    where not $truncated or day <= $origin
),

seen as (
    select customer_key, day, revenue, cost, orders, date_diff('day', day, cast($origin as date)) as days_ago
    from days
    where day <= $origin
),

rhythm as (
    select
        customer_key,
        min(days_ago) as days_since_trade,
        max(days_ago) as days_since_first,
        count(*) as trading_days
    from seen
    where orders > 0
    group by customer_key
),

sums as (
    select
        customer_key,
        sum(orders) as orders_total,
        sum(orders) filter (where days_ago < 90) as orders_90,
        sum(orders) filter (where days_ago < 365) as orders_365,
        count(distinct date_trunc('month', day)) filter (where days_ago < 365) as active_months_365,
        sum(revenue) as revenue_total,
        sum(revenue) filter (where days_ago < 90) as revenue_90,
        sum(revenue) filter (where days_ago < 180) as revenue_180,
        sum(revenue) filter (where days_ago >= 180 and days_ago < 360) as revenue_before_180,
        sum(revenue) filter (where days_ago < 365) as revenue_365,
        sum(cost) filter (where days_ago < 365) as cost_365,
        sum(revenue) filter (where days_ago < 365 and days_ago >= 365 - $label_days) as revenue_season
    from seen
    group by customer_key
)

select
    sums.customer_key,
    cast(rhythm.days_since_trade as double) as days_since_trade,
    -- How often the customer's usual gap has passed; the half keeps newcomers from extremes.
    (rhythm.days_since_trade + 0.5)
        / nullif((rhythm.days_since_first - rhythm.days_since_trade) / nullif(rhythm.trading_days - 1, 0), 0)
        as silence_to_rhythm,
    cast(coalesce(sums.orders_90, 0) as double) as orders_90,
    cast(coalesce(sums.orders_365, 0) as double) as orders_365,
    cast(sums.active_months_365 as double) as active_months_365,
    cast(sums.orders_total as double) as orders_total,
    cast(coalesce(sums.revenue_90, 0) as double) as revenue_90,
    cast(coalesce(sums.revenue_365, 0) as double) as revenue_365,
    sums.revenue_total / nullif(sums.orders_total, 0) as revenue_per_order,
    -- From minus one (nothing in the last half year) to one (nothing in the half year before).
    (coalesce(sums.revenue_180, 0) - coalesce(sums.revenue_before_180, 0))
        / nullif(coalesce(abs(sums.revenue_180), 0) + coalesce(abs(sums.revenue_before_180), 0), 0) as spend_trend,
    cast(coalesce(sums.revenue_season, 0) as double) as revenue_season,
    (sums.revenue_365 - sums.cost_365) / nullif(sums.revenue_365, 0) as margin_share_365
from sums
left join rhythm using (customer_key)
order by sums.customer_key
