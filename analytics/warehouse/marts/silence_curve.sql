select segment, silent_days, return_chance, at_risk, chosen
from silence_chances
order by segment, silent_days
