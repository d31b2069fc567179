-- One row: something observed before a dated loss that often comes before losses; many for one loss.
with
windows as (
    select
        lost_lives.customer_key,
        lost_lives.lost_on,
        lost_lives.anchored_on,
        lost_lives.anchored_on - precursor_days as looked_from,
        dimensions.customer_id,
        cast(dimensions.branch as varchar) as branch
    from lost_lives
    join dimensions using (customer_key)
    cross join parameters
    where lost_lives.lost_on is not null
),

unresolved as (
    select windows.customer_key, windows.lost_on, 1 as place, 'complaint_unresolved' as precursor, opened_on as seen_on
    from windows
    join complaints using (customer_id)
    where opened_on > looked_from and opened_on <= windows.lost_on
        and (coalesce(outcome, case when closed_at is null then 'open' else 'resolved' end) <> 'resolved'
            or closed_at > windows.lost_on)
),

failed as (
    select windows.customer_key, windows.lost_on, 2 as place, 'service_failure' as precursor, done_on as seen_on
    from windows
    join service_jobs using (customer_id)
    where done_on > looked_from and done_on <= windows.lost_on
        and (returned or not correct_first_time or not complete or not promise_kept or done_on > promised_on)
),

disappointed as (
    select windows.customer_key, windows.lost_on, 3 as place, 'low_score' as precursor, answered_on as seen_on
    from windows
    join survey_answers using (customer_key)
    where answered_on > looked_from and answered_on <= windows.lost_on
        and question = 'overall' and score_five <= 2
),

spent as (
    select
        windows.customer_key, windows.lost_on, windows.anchored_on,
        coalesce(sum(revenue) filter (day > looked_from), 0) as recent,
        coalesce(sum(revenue) filter (day > looked_from - 365 and day <= windows.anchored_on - 365), 0) as year_before
    from windows
    join customer_days
        on customer_days.customer_key = windows.customer_key
        and customer_days.day <= windows.anchored_on
        and customer_days.day > looked_from - 365
    group by windows.customer_key, windows.lost_on, windows.anchored_on
),

falling as (
    -- Half of what the same season brought a year before, or less.
    select customer_key, lost_on, 4 as place, 'spend_falling' as precursor, anchored_on as seen_on
    from spent
    where year_before > 0 and recent <= year_before * 0.5
),

touched as (
    select
        windows.customer_key, windows.lost_on, windows.looked_from,
        max(contacted_on) as last_contact
    from windows
    join contacts using (customer_id)
    where contacted_on <= windows.lost_on and contacted_on > looked_from - 365
    group by windows.customer_key, windows.lost_on, windows.looked_from
),

forgotten as (
    select customer_key, lost_on, 5 as place, 'contact_lost' as precursor, last_contact as seen_on
    from touched
    where last_contact <= looked_from
),

happened as (
    select
        windows.customer_key, windows.lost_on,
        case when kind = 'price_change' then 6 else 7 end as place,
        kind as precursor,
        happened_on as seen_on
    from windows
    join events
        on events.happened_on > windows.looked_from and events.happened_on <= windows.lost_on
        and (events.branch is null or events.branch = windows.branch)
    where kind in ('price_change', 'competitor_entry')
)

select * from unresolved
union all
select * from failed
union all
select * from disappointed
union all
select * from falling
union all
select * from forgotten
union all
select * from happened
