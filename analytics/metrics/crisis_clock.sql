-- Crises and what was done in them, as known on the as-of day, and the branches of every region.
with
known as (
    select events.happened_on, events.happened_at, events.title, events.kind, events.branch, events.region
    from warehouse.events as events
    cross join period
    where
        events.kind in ('crisis', 'crisis_statement', 'crisis_decision', 'crisis_stop_sale')
        and coalesce(events.happened_on <= as_of, true)
)

select
    happened_on, happened_at, title, kind, branch, region,
    (select list(distinct cast(customers_now.branch as varchar)) from customers_now
     where cast(customers_now.region as varchar) = known.region) as region_branches
from known
order by happened_on, happened_at, title
