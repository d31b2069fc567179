-- The stages of every complaint in scope as known on the as-of day: when each began, when it ended, whether it is
-- still running. A step that the company never records is no stage; one that a case passed over has no row. Only
-- the day of receipt is recorded, so a case begins at noon of it.
select
    stages.complaint_id, stages.customer_key, stages.branch, stages.owner, stages.owner_level, stages.severity,
    stages.category, stages.amount_at_stake, stages.promise_due, stages.opened_on, stages.undecided,
    ['identify', 'assess', 'negotiate', 'act', 'close', 'follow_up'][stages.place] as stage,
    stages.began_at, stages.ended_at, stages.ended_at is null as running,
    greatest(epoch(coalesce(stages.ended_at, stages.now) - stages.began_at) / 3600, 0) as hours
from (
    with
    recorded as (
        select list_filter([1, 2, 3, 4, 5, 6], lambda place: [
            count(identified_at), count(assessed_at), count(negotiated_at), count(acted_at), count(closed_at),
            count(followed_up_at)][place] > 0) as places
        from complaint_facts
    ),

    cases as (
        select
            complaints.complaint_id, customer_key, complaints.branch, complaints.owner, complaints.owner_level,
            complaints.severity, complaints.category, complaints.amount_at_stake, complaints.promise_due,
            complaints.opened_on,
            cast(complaints.opened_on as timestamp) + interval 12 hours as opened_at,
            cast(period.as_of + 1 as timestamp) as now,
            complaints.closed_at >= cast(period.as_of + 1 as timestamp)
                or coalesce(complaints.outcome, 'open') = 'open' as undecided,
            list_transform(
                [identified_at, assessed_at, negotiated_at, acted_at, closed_at, followed_up_at],
                lambda time: case when time < cast(period.as_of + 1 as timestamp) then time end) as times
        from complaint_facts as complaints
        join scope using (customer_key)
        cross join period
        where complaints.opened_on <= period.as_of
    ),

    standing as (
        -- A case stands in the first step after the last one recorded.
        select
            cases.*, unnest(recorded.places) as place,
            list_min(list_filter(recorded.places, lambda place: list_max(times[place:]) is null)) as next_place
        from cases
        cross join recorded
    )

    select
        *, times[place] as ended_at, list_max(list_prepend(opened_at, times[1:place - 1])) as began_at
    from standing
    where
        times[place] is not null
        or (place = next_place and case when times[5] is null then undecided and place < 6 else place = 6 end)
) as stages
