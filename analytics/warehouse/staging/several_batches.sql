-- A table that came in several batches: rows of a later batch replace those that agree with them.
with
raw as (
    select *, parse_filename(filename, true) as _batch
    from read_parquet($files, union_by_name = true, filename = true)
),

standing as (
    select
        *,
        rank() over (partition by {supersede} order by _batch desc) as _standing
    from raw
)

select {columns} from standing where _standing = 1
