-- The chance of coming back by days of silence, for everyone and for the segments looked at.
with
segments as (
    select cast(segment as varchar) as segment
    from (select distinct segment from customers_now join scope using (customer_key))
)

select segment, silent_days, return_chance, at_risk, chosen
from silence_curve
where segment = 'all' or segment in (select segment from segments)
order by segment = 'all' desc, segment, silent_days
