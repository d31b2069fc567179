-- Customers whom lot assigned to a campaign at least a year ago and who were there on that day: treated or held
-- back, whether they stayed the year, and what the treatment cost, minor units.
with
assigned as (
    select
        scoped_customers.customer_key, cast(campaigns.campaign_id as varchar) as campaign,
        min(campaigns.assigned_on) as assigned_on, min(campaigns.arm = 'treated') as treated,
        sum(coalesce(campaigns.cost, 0)) * 100 as cost, count(campaigns.cost) > 0 as priced
    from warehouse.campaigns as campaigns
    join scoped_customers using (customer_id)
    where campaigns.arm in ('treated', 'control') and campaigns.assigned_on + 365 <= cast($as_of as date) + 1
        and campaigns.assigned_on >= cast($observed_on as date)
    group by all
    having count(distinct campaigns.arm) = 1
),

there as (
    select distinct assigned.*
    from assigned
    join scoped_spells using (customer_key)
    where (from_on < assigned_on or (from_on = assigned_on and opened_by = 'grade'))
        and (to_on > assigned_on or (to_on = assigned_on and closed_by = 'lost'))
),

leaving as (
    select distinct there.customer_key, there.campaign
    from there
    join losses using (customer_key)
    where losses.lost_on >= there.assigned_on and losses.lost_on < there.assigned_on + 365
        and losses.known_on <= cast($as_of as date)
)

select
    there.customer_key, there.campaign, there.assigned_on, there.treated, leaving.customer_key is null as kept,
    cast(there.cost as double) as cost, there.priced
from there
left join leaving using (customer_key, campaign)
order by there.campaign, there.customer_key
