-- Hours of every stage of the complaints received in the period.
with
chosen as (
    -- Not `period`: what is compared with a parameter is left out before its stages are told apart.
    select *
    from complaint_stages
    where coalesce(opened_on >= cast($period_start as date) and opened_on < cast($period_end as date), true)
)

select complaint_id, stage, branch, owner_level, hours, running from chosen
