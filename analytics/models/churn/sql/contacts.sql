-- One row is a customer who had been contacted by the cut-off.
with contacts as (
    select customer_id, contacted_on
    from warehouse.contacts
    where not $truncated or contacted_on <= $origin
),

seen as (
    select
        customers_now.customer_key,
        date_diff('day', cast(contacts.contacted_on as date), cast($origin as date)) as days_ago
    from contacts
    inner join customers_now using (customer_id)
    where contacts.contacted_on <= $origin
)

select
    customer_key,
    cast(count(*) filter (where days_ago < 90) as double) as contacts_90,
    cast(count(*) filter (where days_ago < 365) as double) as contacts_365,
    cast(min(days_ago) as double) as days_since_contact
from seen
group by customer_key
order by customer_key
