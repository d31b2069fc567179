-- What all active customers of the company are expected to bring, and where they stand in the valuation.
with
valued as (
    select worth.value, worth.group_name, worth.file_row_number as place
    from read_parquet($values, file_row_number = true) as worth
    join customers_now using (customer_id)
    where customers_now.status = 'active'
)

select
    count(*) as customers,
    coalesce(sum(value), 0) as value,
    list(place) filter (group_name = 'trade') as trade_places,
    list(place) filter (group_name = 'contract') as contract_places
from valued
