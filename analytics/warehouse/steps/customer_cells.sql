-- One row: a customer and its cell.
select dimensions.customer_key, cells.cell
from dimensions
join cells
    on cells.size is not distinct from dimensions.size
    and cells.segment is not distinct from dimensions.segment
    and cells.region is not distinct from dimensions.region
    and cells.branch is not distinct from dimensions.branch
    and cells.market is not distinct from dimensions.market
order by dimensions.customer_key
