-- Customers brought by one thing who were won long enough ago to be judged, the newest first.
with
judged as (
    select *, cast(acquired_on + to_months($months) as date) as judged_on
    from acquired_customers
    cross join period
    where acquired_on + to_months($months) <= as_of
        and ($source is null or source = $source)
        and ($discount is null or discount = $discount)
        and ($promotion is null or promotion = ($promotion = 'yes'))
),

gone as (
    select judged.customer_key, max(losses.lost_on) as lost_on
    from judged
    join losses using (customer_key)
    where losses.lost_on <= judged.judged_on and coalesce(losses.returned_on > judged.judged_on, true)
    group by judged.customer_key
)

select
    customer_key, judged.customer_id, judged.name, judged.size, judged.grade, judged.branch, judged.account_manager,
    judged.source as acquisition_channel, judged.acquired_on, gone.lost_on, customers_now.revenue_total,
    customers_now.margin_12m, judged.status
from judged
join customers_now using (customer_key)
left join gone using (customer_key)
where $kept is null or (gone.customer_key is null) = $kept
order by judged.acquired_on desc, judged.customer_id
