-- The stages of every complaint in scope as known on the as-of day: when each began, when it ended, whether it is
-- still running. A step that the company never records is no stage; one that a case passed over has no row. Only
-- the day of receipt is recorded, so a case begins at noon of it.
select
    stages.complaint_id, stages.customer_key, stages.branch, stages.owner, stages.owner_level, stages.severity,
    stages.opened_on, stages.stage, stages.began_at, stages.ended_at,
    stages.ended_at is null as running,
    greatest(epoch(coalesce(stages.ended_at, stages.now) - stages.began_at) / 3600, 0) as hours
from (
    with
    cases as (
        select
            complaints.*,
            cast(complaints.opened_on as timestamp) + interval 12 hours as opened_at,
            cast(period.as_of + 1 as timestamp) as now
        from complaint_facts as complaints
        join scope using (customer_key)
        cross join period
        where complaints.opened_on <= period.as_of
    ),

    timed as (
        select
            * exclude (closed_at, outcome),
            case when closed_at < now then closed_at end as closed_at,
            case when closed_at >= now then 'open' else outcome end as outcome,
            [
                case when identified_at < now then identified_at end,
                case when assessed_at < now then assessed_at end,
                case when negotiated_at < now then negotiated_at end,
                case when acted_at < now then acted_at end,
                case when closed_at < now then closed_at end,
                case when followed_up_at < now then followed_up_at end
            ] as times
        from cases
    ),

    names as (
        select unnest(range(1, 7)) as place,
            unnest(['identify', 'assess', 'negotiate', 'act', 'close', 'follow_up']) as stage
    ),

    recorded as (
        select names.place, names.stage
        from complaint_facts
        cross join names
        group by names.place, names.stage
        having bool_or([identified_at, assessed_at, negotiated_at, acted_at, closed_at, followed_up_at][names.place]
            is not null)
    ),

    placed as (
        select
            timed.*, recorded.stage, recorded.place, times[recorded.place] as ended_at,
            list_max(list_prepend(opened_at, times[1:recorded.place - 1])) as began_at,
            list_max(times[recorded.place + 1:]) is not null as later_recorded
        from timed
        cross join recorded
    ),

    standing as (
        -- A case without an end to the step stands in the first step after the last one recorded.
        select *, row_number() over (
            partition by complaint_id, ended_at is null and not later_recorded order by place) as order_left
        from placed
    )

    select *
    from standing
    where
        ended_at is not null
        or (not later_recorded and order_left = 1
            and case when closed_at is null then stage <> 'follow_up' and coalesce(outcome, 'open') = 'open'
                else stage = 'follow_up' end)
) as stages
