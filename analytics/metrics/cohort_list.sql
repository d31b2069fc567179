-- The customers whose relation began between two days, those still there first.
with
firsts as (
    select customer_key, min(from_on) as won_on
    from customer_spells
    join scope using (customer_key)
    group by customer_key
)

select
    customer_key, customer_id, name, size, grade, branch, account_manager, firsts.won_on, status, lost_on,
    revenue_total, value, last_order_on
from firsts
join customers_now using (customer_key)
where firsts.won_on >= $starts_on and firsts.won_on < $ends_on
order by status, value desc nulls last, customer_id
