-- How many losses there are, how many of them have a date, and how many are only a long silence.
select
    count(*) as losses,
    count(lost_on) as dated,
    count(*) filter (where basis = 'silent') as silent
from losses
