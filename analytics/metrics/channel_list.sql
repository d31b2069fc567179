-- Customers by the channel through which they ordered most often in the stretch before, and what they brought
-- since, machines left out.
with
sold as (
    select
        customers.customer_key,
        cast({dimension} as varchar) as channel,
        count(*) filter (orders.ordered_on < cast($window_start as date)) as lines,
        cast(coalesce(100 * sum(orders.revenue) filter (
            orders.ordered_on < cast($window_start as date)), 0) as bigint) as before,
        cast(coalesce(100 * sum(orders.revenue) filter (
            orders.ordered_on >= cast($window_start as date)), 0) as bigint) as since
    from warehouse.orders as orders
    join scoped_customers as customers using (customer_id)
    where orders.kind is distinct from 'machine'
        and orders.ordered_on >= cast($base_start as date) and orders.ordered_on < cast($window_end as date)
    group by all
),

mainly as (
    select
        customer_key,
        (max(struct_pack(lines := lines, channel := channel)) filter (lines > 0)).channel as channel,
        cast(sum(before) as bigint) as revenue_before,
        cast(sum(since) as bigint) as revenue
    from sold
    group by customer_key
    having revenue_before > 0
)

select
    customer_key, customer_id, name, size, grade, branch, account_manager, mainly.revenue_before, mainly.revenue,
    mainly.revenue - mainly.revenue_before as revenue_change, last_order_on, last_score, status
from mainly
join customers_now using (customer_key)
where mainly.channel is not null and ($name is null or mainly.channel = $name)
    and ($kept is null or (mainly.revenue > 0) = $kept)
order by revenue_change, customer_id
