-- Customers at the start of the month after somebody joined a programme, and of a campaign at its assignment: those
-- who joined and the like of them who had not, who was lost within a year, and what they bought by quarter.
with
joined as (
    select customers_now.customer_key, cast(memberships.programme as varchar) as programme, 'membership' as kind,
        min(memberships.joined_on) as joined_on
    from warehouse.memberships as memberships
    join customers_now using (customer_id)
    where memberships.joined_on <= cast($as_of as date)
    group by all

    union all

    select customers_now.customer_key, cast(contacts.kind as varchar), 'contact', min(contacts.contacted_on)
    from warehouse.contacts as contacts
    join customers_now using (customer_id)
    where contacts.kind in ('training', 'club') and contacts.contacted_on <= cast($as_of as date)
    group by all
),

starts as (
    select distinct programme, kind, cast(date_trunc('month', joined_on) + interval 1 month as date) as landmark
    from joined
    join scope using (customer_key)
),

landmarks as (
    -- The year afterwards is over, and before it the records could tell who was there.
    select programme, kind, landmark
    from starts
    where landmark + 365 <= cast($as_of as date) + 1 and landmark >= cast($observed_on as date)
),

assigned as (
    select customers_now.customer_key, cast(campaigns.campaign_id as varchar) as programme,
        min(campaigns.assigned_on) as landmark, min(campaigns.arm = 'treated') as treated
    from warehouse.campaigns as campaigns
    join customers_now using (customer_id)
    join scope using (customer_key)
    where campaigns.arm in ('treated', 'control') and campaigns.assigned_on + 365 <= cast($as_of as date) + 1
        and campaigns.assigned_on >= cast($observed_on as date)
    group by all
    having count(distinct campaigns.arm) = 1
),

there as (
    select spells.customer_key, days.landmark, spells.grade, cast(spells.size as varchar) as size,
        cast(spells.market as varchar) as market
    from scoped_spells as spells
    join (select distinct landmark from landmarks) as days
        on (spells.from_on < days.landmark or (spells.from_on = days.landmark and spells.opened_by = 'grade'))
        and (spells.to_on > days.landmark or (spells.to_on = days.landmark and spells.closed_by = 'lost'))
    where hash(spells.customer_key) % $one_in = 0 or spells.customer_key in (select customer_key from joined)

    union

    select spells.customer_key, assigned.landmark, spells.grade, cast(spells.size as varchar),
        cast(spells.market as varchar)
    from assigned
    join scoped_spells as spells
        on spells.customer_key = assigned.customer_key
        and (spells.from_on < assigned.landmark or (spells.from_on = assigned.landmark and spells.opened_by = 'grade'))
        and (spells.to_on > assigned.landmark or (spells.to_on = assigned.landmark and spells.closed_by = 'lost'))
),

recent as (
    select there.customer_key, there.landmark, max(trade.day) as last_on
    from there
    join warehouse.customer_days as trade
        on trade.customer_key = there.customer_key and trade.day < there.landmark and trade.day >= there.landmark - 91
    group by all
),

leaving as (
    select distinct there.customer_key, there.landmark
    from there
    join losses
        on losses.customer_key = there.customer_key
        and losses.lost_on >= there.landmark and losses.lost_on < there.landmark + 365
    where losses.known_on <= cast($as_of as date)
),

alike as (
    select
        there.*,
        leaving.customer_key is not null as lost,
        -- How long ago they last traded: a customer already silent cannot join anything.
        coalesce(least((there.landmark - recent.last_on - 1) // 15, 3), 4) as waited,
        case
            when customers_now.acquired_on is null then 0
            when there.landmark - customers_now.acquired_on < 365 then 1
            when there.landmark - customers_now.acquired_on < 1095 then 2
            else 3
        end as tenure
    from there
    join customers_now using (customer_key)
    left join recent using (customer_key, landmark)
    left join leaving using (customer_key, landmark)
),

compared as (
    select
        landmarks.programme,
        landmarks.kind,
        alike.*,
        coalesce(joined.joined_on < landmarks.landmark, false) as treated
    from landmarks
    join alike using (landmark)
    left join joined on joined.programme = landmarks.programme and joined.kind = landmarks.kind
        and joined.customer_key = alike.customer_key
    -- Earlier members are neither: their effect, if there is one, is under way.
    where (joined.joined_on is null or joined.joined_on >= landmarks.landmark - interval 1 month)
        and (joined.joined_on < landmarks.landmark or hash(alike.customer_key) % $one_in = 0)

    union all

    select
        assigned.programme, 'campaign', alike.* replace (
            cast(null as varchar) as size, null as grade, null as market, 0 as waited, 0 as tenure),
        assigned.treated
    from assigned
    join alike using (customer_key, landmark)
),

kept as (
    -- Nobody is compared in a stratum that nobody joined from, or everybody did.
    select
        *,
        concat_ws('|', programme, landmark, size, grade, market, waited, tenure) as stratum,
        bool_or(treated) over alike_ones and not bool_and(treated) over alike_ones as matched
    from compared
    window alike_ones as (partition by programme, kind, landmark, size, grade, market, waited, tenure)
    qualify matched or treated
),

bought as (
    select
        pairs.customer_key,
        pairs.landmark,
        cast(floor(date_diff('month', pairs.landmark, months.month) / 3.0) as integer) as quarter,
        sum(months.revenue) as revenue
    from (select distinct customer_key, landmark from kept where matched) as pairs
    join warehouse.customer_months as months
        on months.customer_key = pairs.customer_key
        and months.month >= pairs.landmark - interval 12 month and months.month < pairs.landmark + interval 12 month
    group by all
),

spending as (
    select
        customer_key,
        landmark,
        coalesce(sum(revenue) filter (quarter = -4), 0) as before_4,
        coalesce(sum(revenue) filter (quarter = -3), 0) as before_3,
        coalesce(sum(revenue) filter (quarter = -2), 0) as before_2,
        coalesce(sum(revenue) filter (quarter = -1), 0) as before_1,
        coalesce(sum(revenue) filter (quarter = 0), 0) as after_1,
        coalesce(sum(revenue) filter (quarter = 1), 0) as after_2,
        coalesce(sum(revenue) filter (quarter = 2), 0) as after_3,
        coalesce(sum(revenue) filter (quarter = 3), 0) as after_4
    from bought
    group by customer_key, landmark
)

select
    programme, kind, kept.customer_key, stratum, treated, matched, lost,
    before_4, before_3, before_2, before_1, after_1, after_2, after_3, after_4
from kept
left join spending using (customer_key, landmark)
order by programme, kind, stratum, treated, kept.customer_key
