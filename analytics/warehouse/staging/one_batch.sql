-- A table that came in one batch: nothing to supersede.
with
raw as (
    select * from read_parquet($files)
)

select {columns} from raw
