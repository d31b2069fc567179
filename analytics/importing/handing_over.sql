-- Rows that another part of the program hands over. What describes a row and is empty in it, the newest import that
-- knows it may tell.
with
handed as (
    select * from read_parquet($handed)
),

imported as (
    select {key}, {told}
    from read_parquet($files, union_by_name = true, filename = true)
    where ({key}) in (select ({key}) from handed)
    group by {key}
)

select {columns}, cast($source as varchar) as _file, cast(null as bigint) as _row
from handed
left join imported using ({key})
