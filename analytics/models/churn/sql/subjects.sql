-- The canonical tables that hold rows.
select table_name
from freshness
where rows > 0
