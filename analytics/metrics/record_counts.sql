-- How many rows each canonical table holds.
with
counted as (
    select table_name, rows from freshness
)

select table_name, rows from counted
