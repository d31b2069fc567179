-- The customers who were there on a day, who came or went between two days, or who ever were; most value first.
with
moved as (
    select customer_key, cast(null as date) as moved_on, value_12m as value_then
    from customer_spells
    join scope using (customer_key)
    where $kind = 'there' and from_on < $starts and to_on >= $starts

    union all

    select customer_key, from_on, null
    from customer_spells
    join scope using (customer_key)
    cross join period
    where (opened_by = $kind or ($kind = 'gained' and opened_by <> 'grade')) and from_on >= $starts and from_on < $ends and from_on <= as_of

    union all

    select customer_key, lost_on, value_lost
    from losses
    join scope using (customer_key)
    cross join period
    where $kind = 'lost' and lost_on >= $starts and lost_on < $ends and known_on <= as_of

    union all

    select customer_key, null, null
    from customers_now
    join scope using (customer_key)
    where $kind = 'ever' or ($starts is null and $kind in ('lost', 'there') and ($kind = 'lost') = (status = 'lost'))
)

select
    customer_key, customer_id, name, size, grade, branch, account_manager, moved.moved_on,
    coalesce(moved.value_then, value) as value, last_order_on, last_contact_on, open_complaints, status
from moved
join customers_now using (customer_key)
order by value desc nulls last, customer_id
