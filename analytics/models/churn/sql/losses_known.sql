-- How many losses there are, how many have a date, how many are only a long silence, and since when.
select
    count(*) as losses,
    count(lost_on) as dated,
    count(*) filter (where basis = 'silent') as silent,
    min(lost_on) as first_lost_on
from losses
