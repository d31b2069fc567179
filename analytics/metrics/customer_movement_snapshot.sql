-- A snapshot has one time: everybody there has been, and those who are lost.
with
ever_lost as (
    select customer_key, max(value_lost) as value_lost, any_value(cause_class) as cause_class
    from losses
    group by customer_key
)

select
    {columns},
    count(*) as at_start,
    count(*) filter (status = 'lost') as lost,
    count(*) filter (status = 'lost') as customers_lost,
    count(*) filter (status = 'lost') as lost_from_start,
    coalesce(sum(coalesce(value_lost, value)), 0)::bigint as value_at_start,
    coalesce(sum(value) filter (status = 'active'), 0)::bigint as value_at_end,
    coalesce(sum(value_lost), 0)::bigint as value_lost
from customers_now
join scope using (customer_key)
left join ever_lost using (customer_key)
group by all
