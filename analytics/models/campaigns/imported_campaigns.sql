-- Members of the imported campaigns that have a treated and a control arm and were assigned within a month, with the
-- campaign's first day and its cost; a customer in both arms belongs to neither.
with
members as (
    select
        cast(campaign_id as varchar) as campaign_id,
        customer_id,
        min(arm = 'treated') as treated,
        min(assigned_on) as assigned_on,
        sum(coalesce(cost, 0)) as cost
    from warehouse.campaigns
    where arm in ('treated', 'control') and assigned_on is not null
    group by all
    having count(distinct arm) = 1
),

campaigns as (
    select campaign_id, min(assigned_on) as starts_on, cast(round(100 * sum(cost)) as bigint) as cost
    from members
    group by campaign_id
    having bool_or(treated) and not bool_and(treated) and max(assigned_on) - min(assigned_on) <= 31
)

select campaigns.campaign_id, campaigns.starts_on, campaigns.cost, members.customer_id, members.treated
from campaigns
join members using (campaign_id)
order by campaigns.starts_on, campaigns.campaign_id, members.customer_id
