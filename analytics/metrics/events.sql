-- What happened, for marking it on time charts.
with
known as (
    select events.happened_on, events.title, events.kind, events.branch
    from events
    cross join period
    where coalesce(events.happened_on <= as_of, true)
)

select happened_on, title, kind, branch from known order by happened_on
