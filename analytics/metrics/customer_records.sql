-- All rows of one canonical table about one customer.
with
records as (
    select recorded.*
    from warehouse.{dimension} as recorded
    cross join period
    where recorded.customer_id = $customer and {condition}
)

select * from records
