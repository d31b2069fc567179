-- What the serving model says about some customers, and where they stand among all it scored.
with
scored as (
    select
        customer_id, risk, value, expected_loss, reasons, model, as_of,
        row_number() over (order by expected_loss desc nulls last, risk desc, customer_id) as place,
        count(*) over () as scored
    from read_parquet($scores)
)

select customer_id, risk, value, expected_loss, reasons, model, as_of, place, scored
from scored
where list_contains($customers, customer_id)
order by place
