-- Hours of every stage of the complaints received in the period.
with
chosen as (
    select stages.*
    from complaint_stages as stages
    cross join period
    where period_start is null or (opened_on >= period_start and opened_on < period_end)
)

select complaint_id, stage, branch, owner_level, severity, hours, running from chosen
