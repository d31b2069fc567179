-- When each customer's relation began, whether in the period (new) or before it (old), null where the records do not
-- tell; and what brought the customer.
with
begun as (
    select
        customers_now.customer_key,
        -- Whoever bought before its recorded beginning was a customer already.
        least(customers_now.acquired_on, customers_now.first_order_on) as began_on,
        coalesce(
            cast(customers_now.acquisition_channel as varchar),
            case when customers_now.referred_by is not null then 'referral' end,
            case when customers_now.acquired_on_promotion then 'promotion' end) as source
    from customers_now
    join scope using (customer_key)
)

select
    begun.*,
    case
        when began_on < period_start then 'old'
        -- A first order among the first records may be anybody's hundredth.
        when began_on >= cast($records_on as date) and began_on < period_end then 'new'
    end as relation
from begun
cross join period
