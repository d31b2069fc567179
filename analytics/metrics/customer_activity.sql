-- What each customer brought in the period, and what was done for it; whoever neither bought nor was served is left out.
with
days_of_trade as (
    select
        days.customer_key,
        sum(days.revenue) as revenue,
        sum(days.revenue - days.cost) as margin,
        sum((days.revenue - days.cost) * cast(days.revenue - days.cost as double)) as margin_squares,
        sum(days.revenue * cast(days.revenue as double)) as revenue_squares,
        sum(days.revenue * cast(days.revenue - days.cost as double)) as products,
        count(*) as trade_days
    from warehouse.customer_days as days
    join scope using (customer_key)
    cross join period
    where days.day >= period_start and days.day < period_end
    group by days.customer_key
),

touches as (
    select
        scoped_customers.customer_key,
        count(*) filter (contacts.kind = 'visit') as visits,
        count(*) filter (contacts.kind = 'call') as calls,
        count(*) filter (contacts.kind is distinct from 'visit' and contacts.kind is distinct from 'call') as messages
    from warehouse.contacts as contacts
    join scoped_customers using (customer_id)
    cross join period
    where contacts.contacted_on >= period_start and contacts.contacted_on < period_end
    group by scoped_customers.customer_key
),

jobs as (
    select service_facts.customer_key, count(*) as jobs
    from service_facts
    join scope using (customer_key)
    cross join period
    where service_facts.done_on >= period_start and service_facts.done_on < period_end
    group by service_facts.customer_key
),

complaints as (
    select
        complaint_facts.customer_key,
        count(*) as complaints,
        sum(complaint_facts.compensation) as compensation,
        sum(complaint_facts.compensation * cast(complaint_facts.compensation as double)) as compensation_squares
    from complaint_facts
    join scope using (customer_key)
    cross join period
    where complaint_facts.opened_on >= period_start and complaint_facts.opened_on < period_end
    group by complaint_facts.customer_key
),

offers as (
    select
        scoped_customers.customer_key,
        sum(campaigns.cost) * 100 as campaign_cost,
        sum(campaigns.cost * campaigns.cost) * 10000 as campaign_squares
    from warehouse.campaigns as campaigns
    join scoped_customers using (customer_id)
    cross join period
    where campaigns.assigned_on >= period_start and campaigns.assigned_on < period_end and campaigns.arm = 'treated'
    group by scoped_customers.customer_key
)

select
    customer_key,
    cast(coalesce(days_of_trade.revenue, 0) as bigint) as revenue,
    cast(coalesce(days_of_trade.margin, 0) as bigint) as margin,
    cast(coalesce(days_of_trade.trade_days, 0) as integer) as trade_days,
    cast(coalesce(touches.visits, 0) as integer) as visits,
    cast(coalesce(touches.calls, 0) as integer) as calls,
    cast(coalesce(touches.messages, 0) as integer) as messages,
    cast(coalesce(jobs.jobs, 0) as integer) as jobs,
    cast(coalesce(complaints.complaints, 0) as integer) as complaints,
    cast(coalesce(complaints.compensation, 0) as bigint) as compensation,
    cast(coalesce(offers.campaign_cost, 0) as bigint) as campaign_cost,
    -- Of the money that came and went on single days and occasions, so that luck can be told from loss.
    coalesce(days_of_trade.margin_squares, 0) as margin_squares,
    coalesce(days_of_trade.revenue_squares, 0) as revenue_squares,
    coalesce(days_of_trade.products, 0) as products,
    coalesce(complaints.compensation_squares, 0) + coalesce(offers.campaign_squares, 0) as paid_squares
from days_of_trade
full join touches using (customer_key)
full join jobs using (customer_key)
full join complaints using (customer_key)
full join offers using (customer_key)
