-- Customers by what became of their revenue between two stretches of equal length, the largest change first.
with
chosen as (
    select customer_key, kind, source, before as revenue_before, since as revenue, since - before as revenue_change
    from revenue_pairs
    where list_contains($kinds, kind) and list_contains($sources, coalesce(source, 'none'))
)

select
    customer_key, customer_id, name, size, grade, branch, account_manager, chosen.kind as growth_kind,
    chosen.source as growth_source, chosen.revenue_before, chosen.revenue, chosen.revenue_change, last_order_on, status
from chosen
join customers_now using (customer_key)
order by abs(revenue_change) desc, customer_id
