-- Revenue by channel (or another partner in the sale) in the window and in as long a time before it; and by the
-- channel through which each customer ordered most often before, whether it bought again, how much, and how
-- content it is. A machine would decide both for years, so that customers are judged by what else they buy.
with
sold as (
    select
        customers.customer_key,
        cast({dimension} as varchar) as channel,
        orders.ordered_on >= cast($window_start as date) as since,
        cast(100 * sum(orders.revenue) as bigint) as revenue,
        cast(coalesce(100 * sum(orders.revenue) filter (orders.kind is distinct from 'machine'), 0) as bigint) as current,
        count(*) filter (orders.kind is distinct from 'machine') as lines,
        cast(100 * sum(orders.revenue) filter (orders.cost is not null) as bigint) as costed,
        cast(100 * sum(orders.cost) as bigint) as cost,
        cast(100 * sum(coalesce(orders.discount, orders.list_price * orders.quantity - orders.revenue)) filter (
            orders.revenue > 0) as bigint) as discount,
        cast(100 * sum(orders.revenue) filter (
            orders.revenue > 0 and (orders.discount is not null or orders.list_price is not null)) as bigint) as discounted,
        cast(100 * sum(coalesce(orders.discount, orders.list_price * orders.quantity - orders.revenue)) filter (
            orders.revenue > 0 and orders.cost is not null) as bigint) as given_up,
        cast(100 * sum(orders.revenue - orders.cost) filter (
            orders.revenue > 0 and (orders.discount is not null or orders.list_price is not null)) as bigint) as kept_margin,
        -- A bit for each month of the window with an order.
        coalesce(bit_or(1 << greatest(cast(date_diff('month', cast($window_start as date), orders.ordered_on)
            - cast(day(orders.ordered_on) < day(cast($window_start as date)) as integer) as integer), 0)) filter (
            orders.ordered_on >= cast($window_start as date) and orders.revenue > 0), 0) as busy_months,
        max(orders.ordered_on) as last_on
    from warehouse.orders as orders
    join scoped_customers as customers using (customer_id)
    where orders.ordered_on >= cast($base_start as date) and orders.ordered_on < cast($window_end as date)
    group by all
),

summed as (
    select
        channel,
        cast(coalesce(sum(revenue) filter (not since), 0) as bigint) as before,
        cast(coalesce(sum(revenue) filter (since), 0) as bigint) as since_revenue,
        cast(sum(costed) filter (since) as bigint) as costed,
        cast(sum(cost) filter (since) as bigint) as cost,
        cast(sum(discount) filter (since) as bigint) as discount,
        cast(sum(discounted + discount) filter (since) as bigint) as discounted,
        cast(sum(given_up) filter (since) as bigint) as given_up,
        cast(sum(kept_margin) filter (since) as bigint) as kept_margin,
        bit_count(bit_or(busy_months)) as busy_months,
        count(*) filter (since and revenue > 0) as buyers,
        max(last_on) as last_on
    from sold
    group by channel
),

mainly as (
    select
        customer_key,
        -- Equal counts are settled by name, the same here and in the list.
        (max(struct_pack(lines := lines, channel := channel)) filter (not since and lines > 0)).channel as channel,
        cast(coalesce(sum(current) filter (not since), 0) as double) as before,
        cast(coalesce(sum(current) filter (since), 0) as double) as since
    from sold
    group by customer_key
    having before > 0
),

turned_out as (
    select
        mainly.channel,
        count(*) as customers,
        count(*) filter (since > 0) as kept,
        sum(before) as base,
        sum(since) as again,
        sum(before * before) as before_squares,
        sum(since * since) as since_squares,
        sum(before * since) as products,
        count(last_score) as answers,
        coalesce(sum(last_score), 0) as score,
        coalesce(sum(last_score * last_score), 0) as score_squares
    from mainly
    join scoped_customers using (customer_key)
    where mainly.channel is not null
    group by mainly.channel
)

select
    summed.channel, before, since_revenue, costed, cost, discount, discounted, given_up, kept_margin, busy_months,
    buyers, last_on,
    coalesce(customers, 0) as customers, coalesce(kept, 0) as kept, coalesce(base, 0) as base,
    coalesce(again, 0) as again, coalesce(before_squares, 0) as before_squares,
    coalesce(since_squares, 0) as since_squares, coalesce(products, 0) as products,
    coalesce(answers, 0) as answers, coalesce(score, 0) as score, coalesce(score_squares, 0) as score_squares
from summed
left join turned_out on turned_out.channel = summed.channel
order by since_revenue desc, summed.channel
