-- What each customer in scope brought in the window and in as long a time before it, what became of it, and
-- whether who is new was earned (came by word of customers) or bought. Amounts in minor units.
with
summed as (
    select
        customer_key,
        coalesce(sum(revenue) filter (day < cast($window_start as date)), 0) as before,
        coalesce(sum(revenue) filter (day >= cast($window_start as date)), 0) as since
    from warehouse.customer_days
    where day >= cast($base_start as date) and day < cast($window_end as date)
    group by customer_key
),

machines as (
    -- Bought once in years, so that one year says little about the next.
    select
        customers_now.customer_key,
        cast(100 * coalesce(sum(orders.revenue) filter (orders.ordered_on < cast($window_start as date)), 0) as bigint) as machines_before,
        cast(100 * coalesce(sum(orders.revenue) filter (orders.ordered_on >= cast($window_start as date)), 0) as bigint) as machines_since
    from warehouse.orders as orders
    join customers_now using (customer_id)
    where orders.kind = 'machine'
        and orders.ordered_on >= cast($base_start as date) and orders.ordered_on < cast($window_end as date)
    group by customers_now.customer_key
),

asked as (
    -- Why they came, asked at the first purchase of the window that tells.
    select customers_now.customer_key, min_by(orders.new_reason, orders.ordered_on) as reason
    from warehouse.orders as orders
    join customers_now using (customer_id)
    where orders.new_reason is not null
        and orders.ordered_on >= cast($window_start as date) and orders.ordered_on < cast($window_end as date)
    group by customers_now.customer_key
),

moved as (
    select
        summed.*,
        coalesce(machines_before, 0) as machines_before, coalesce(machines_since, 0) as machines_since,
        -- Who was won before the records begin may have bought before them: whoever comes after a
        -- silence as long as the records is not new.
        case
            when before > 0 and since <= 0 then 'lost'
            when before > 0 and since < before then 'contracted'
            when before > 0 and since > before then 'expanded'
            when before > 0 then 'unchanged'
            when since > 0 and first_order_on >= cast($window_start as date)
                and coalesce(acquired_on >= cast($records_begin as date), true) then 'new'
            when since > 0 then 'won_back'
            else 'credits'
        end as kind
    from summed
    join scoped_customers using (customer_key)
    left join machines using (customer_key)
),

told as (
    -- The answer at the purchase goes before what the file says; the file tells of first purchases only.
    select
        customer_key,
        replace(lower(case
            when reason is not null then reason
            when kind = 'won_back' then null
            when referred_by is not null then 'referral'
            when acquired_on_promotion then 'promotion'
            else cast(acquisition_channel as varchar)
        end), '_', ' ') as words
    from moved
    join customers_now using (customer_key)
    left join asked using (customer_key)
    where kind in ('new', 'won_back')
),

sources as (
    select
        customer_key,
        case
            when words is null or regexp_matches(words, $earned) = regexp_matches(words, $bought) then 'unknown'
            when regexp_matches(words, $earned) then 'earned'
            else 'bought'
        end as source
    from told
)

select
    moved.customer_key, moved.before, moved.since, moved.kind, moved.machines_before, moved.machines_since,
    sources.source
from moved
left join sources using (customer_key)
