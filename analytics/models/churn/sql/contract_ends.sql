-- How many running contracts there are as of the newest event, and how many already say when they end.
with running as (
    select ends_on
    from warehouse.contracts
    where starts_on <= $as_of and (ends_on is null or ends_on > $as_of)
)

select count(*) as running, count(ends_on) as with_end
from running
