-- One row: a group of customers alike in the dimensions the cubes are broken down by.
select
    cast(row_number() over (order by size, segment, region, branch, market) as integer) as cell,
    size, segment, region, branch, market
from dimensions
group by size, segment, region, branch, market
