-- One row a loss the company noticed: what it was worth, the first offer made after it (or the case held back as
-- control), whether and when the customer came back, and what it brought in the year after.
with
known as (
    select
        customer_key, customer_id, name, branch, account_manager, size, cause_class, lost_to, would_return, lost_on,
        known_on, basis <> 'silent' as is_noticed, value_lost, margin_lost, regretted, returned_on
    from scoped_losses
    cross join period
    where lost_on is not null and known_on <= as_of
),

records as (
    select loss_records.customer_key, loss_records.lost_on, loss_records.cause
    from warehouse.loss_records
    join scope using (customer_key)
    cross join period
    where loss_records.lost_on <= as_of
),

-- Written down, or a contract that ended: not those who are merely silent, some of whom never left.
told as (
    select known.*, min(records.lost_on) as recorded_on
    from known
    left join records
        on records.customer_key = known.customer_key and records.lost_on >= known.lost_on
        and records.lost_on <= coalesce(known.returned_on, date '9999-12-31')
    group by all
    having is_noticed or min(records.lost_on) is not null
),

overwritten as (
    -- A loss of which only an older file knows, with trade after it and before the next: the customer came back.
    -- Without trade between it was a date put right, not another loss.
    select
        records.customer_key, records.lost_on, any_value(records.cause) as cause,
        min(days.day) as returned_on
    from records
    join warehouse.customer_days as days
        on days.customer_key = records.customer_key and days.day > records.lost_on and days.orders > 0
    left join (select distinct customer_key, lost_on, returned_on from told) as others
        on others.customer_key = records.customer_key
        and others.lost_on <= records.lost_on and coalesce(others.returned_on, date '9999-12-31') > records.lost_on
    where
        others.customer_key is null
        and days.day < (
            select min(later.lost_on) from told as later
            where later.customer_key = records.customer_key and later.lost_on > records.lost_on)
    group by records.customer_key, records.lost_on
),

causes as (
    select cast(cause as varchar) as cause, any_value(cause_class) as cause_class from losses group by cause
),

noticed as (
    select
        row_number() over (order by customer_key, lost_on) as loss_id, *
    from (
        select
            customer_key, customer_id, name, branch, account_manager, cast(size as varchar) as size,
            cast(cause_class as varchar) as cause_class, lost_to, cast(would_return as varchar) as would_return,
            lost_on, coalesce(recorded_on, known_on) as known_on, value_lost, margin_lost, regretted, returned_on
        from told

        union all

        select
            overwritten.customer_key, customers_now.customer_id, customers_now.name, customers_now.branch,
            customers_now.account_manager, cast(customers_now.size as varchar),
            coalesce(cast(causes.cause_class as varchar), 'not_stated'), null, null,
            overwritten.lost_on, overwritten.lost_on, max_by(days.value_12m, days.day),
            max_by(days.margin_12m, days.day), max_by(days.margin_12m, days.day) > 0, overwritten.returned_on
        from overwritten
        join customers_now using (customer_key)
        left join causes using (cause)
        left join warehouse.customer_days as days
            on days.customer_key = overwritten.customer_key and days.day <= overwritten.lost_on
        group by all
    )
),

offers as (
    -- Whoever is assigned to a campaign while lost is a win-back case; the first assignment counts.
    select noticed.loss_id, campaigns.assigned_on, campaigns.arm = 'treated' as offered, campaigns.cost
    from noticed
    join warehouse.campaigns as campaigns using (customer_id)
    cross join period
    where
        campaigns.assigned_on >= noticed.lost_on
        and campaigns.assigned_on <= as_of
        and (noticed.returned_on is null or campaigns.assigned_on <= noticed.returned_on)
    qualify row_number() over (
        partition by noticed.loss_id order by campaigns.assigned_on, campaigns.campaign_id) = 1
),

second_lives as (
    -- A second life ends with the next loss.
    select noticed.loss_id, min(losses.lost_on) as left_again_on
    from noticed
    left join losses on losses.customer_key = noticed.customer_key and losses.lost_on > noticed.returned_on
    where noticed.returned_on is not null
    group by noticed.loss_id
),

first_years as (
    select noticed.loss_id, coalesce(sum(days.revenue - days.cost), 0)::bigint as margin
    from noticed
    left join warehouse.customer_days as days
        on days.customer_key = noticed.customer_key
        and days.day >= noticed.returned_on and days.day < noticed.returned_on + 365
    where noticed.returned_on is not null
    group by noticed.loss_id
)

select
    noticed.* exclude (loss_id, returned_on),
    offers.assigned_on, offers.offered, offers.cost,
    case when noticed.returned_on <= as_of then noticed.returned_on end as returned_on,
    second_lives.left_again_on, first_years.margin as second_margin
from noticed
cross join period
left join offers using (loss_id)
left join second_lives using (loss_id)
left join first_years using (loss_id)
order by noticed.loss_id
