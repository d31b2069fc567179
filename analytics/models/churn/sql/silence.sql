-- The number of silent days after which a customer counts as lost: the largest of the segments in force.
select max(silent_days) as silent_days
from silence_curve
where chosen
