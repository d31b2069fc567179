-- A table whose batches know different columns: a later batch replaces what it states, and leaves alone
-- what it does not mention.
with
raw as (
    select *, parse_filename(filename, true) as _batch
    from read_parquet($files, union_by_name = true, filename = true)
)

select {columns} from raw group by {key}
