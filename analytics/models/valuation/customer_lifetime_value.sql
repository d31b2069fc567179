-- What some customers are expected to bring, and where each stands among all valued.
with
ranked as (
    select
        customer_id, group_name, chance_alive, purchases, value, low, high,
        rank() over (order by value desc) as place,
        count(*) over () as valued
    from read_parquet($values)
)

select customer_id, group_name, chance_alive, purchases, value, low, high, place, valued
from ranked
where list_contains($customers, customer_id)
order by place
