-- Customers won since the records tell the whole story, with what brought them and the discount of their first
-- day of trade, as a band of the price before discount.
with
won as (
    select
        customer_key, customer_id, name, size, segment, grade, branch, account_manager, status, acquired_on,
        first_order_on, acquired_on_promotion as promotion,
        coalesce(
            cast(acquisition_channel as varchar), case when referred_by is not null then 'referral' end,
            case when acquired_on_promotion then 'promotion' end) as source
    from scoped_customers
    cross join period
    where acquired_on >= cast($records_on as date) and acquired_on <= as_of
),

begun as (
    select
        won.customer_key,
        sum(coalesce(orders.discount, orders.list_price * orders.quantity - orders.revenue)) as discount,
        sum(orders.revenue) as paid
    from warehouse.orders as orders
    join won on won.customer_id = orders.customer_id and won.first_order_on = orders.ordered_on
    where orders.revenue > 0
    group by won.customer_key
)

select
    won.*,
    case
        when begun.discount is null or begun.discount + begun.paid <= 0 then null
        when begun.discount / (begun.discount + begun.paid) < 0.005 then 'none'
        when begun.discount / (begun.discount + begun.paid) < 0.1 then 'to_10'
        when begun.discount / (begun.discount + begun.paid) < 0.2 then 'to_20'
        else 'over_20'
    end as discount
from won
left join begun using (customer_key)
