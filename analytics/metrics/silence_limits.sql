-- After how many days of silence a customer of each segment counts as lost.
with
chosen_days as (
    select segment, min(silent_days) as silent_days
    from silence_curve
    where chosen
    group by segment
)

select cast(segment as varchar), cast(silent_days as integer) from chosen_days
