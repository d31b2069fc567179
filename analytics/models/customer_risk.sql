-- What the serving model says about some customers, and where they stand among all it scored: the scores are
-- written largest expected loss first, so that a row's number is its place.
with
asked as (
    select
        customer_id, risk, value, expected_loss, reasons, model, as_of,
        file_row_number + 1 as place
    from read_parquet($scores, file_row_number = true)
    where list_contains($customers, customer_id)
),

counted as (
    select count(*) as scored from read_parquet($scores)
)

select customer_id, risk, value, expected_loss, reasons, model, as_of, place, scored
from asked
cross join counted
order by place
