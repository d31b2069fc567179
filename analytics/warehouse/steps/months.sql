-- One row: a calendar month from the first event to the newest.
select
    cast(unnest(range(
        cast(date_trunc('month', first_event) as timestamp),
        cast(as_of as timestamp) + interval 1 day,
        interval 1 month)) as date) as month
from parameters
where dated
