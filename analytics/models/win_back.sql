-- One row a loss the company noticed: what it was worth, the first offer made after it (or the case held back as
-- control), whether and when the customer came back, and what it brought in the year after.
with
known as (
    select losses.*
    from scoped_losses as losses
    cross join period
    where losses.lost_on is not null and losses.known_on <= as_of
),

recorded as (
    select customer_key, records.lost_on as recorded_on
    from warehouse.customers as records
    join customers_now using (customer_id)
    where records.lost_on is not null
),

noticed as (
    -- Written down, or a contract that ended: not those who are merely silent, some of whom never left.
    select known.*, recorded.recorded_on
    from known
    left join recorded
        on recorded.customer_key = known.customer_key and recorded.recorded_on >= known.lost_on
        and recorded.recorded_on <= coalesce(known.returned_on, date '9999-12-31')
    where recorded.recorded_on is not null or known.basis <> 'silent'
),

offers as (
    -- Whoever is assigned to a campaign while lost is a win-back case; the first assignment counts.
    select
        known.loss_id, campaigns.assigned_on, campaigns.arm = 'treated' as offered, campaigns.cost
    from noticed as known
    join warehouse.campaigns as campaigns using (customer_id)
    cross join period
    where
        campaigns.assigned_on >= known.lost_on
        and campaigns.assigned_on <= as_of
        and (known.returned_on is null or campaigns.assigned_on <= known.returned_on)
    qualify row_number() over (
        partition by known.loss_id order by campaigns.assigned_on, campaigns.campaign_id) = 1
),

returned as (
    select customer_key, from_on as returned_on
    from customer_spells
    where opened_by = 'won_back'
),

second_lives as (
    -- The spells of a life are cut at every grading; it ends with the loss that closes its last one.
    select
        returned.customer_key, returned.returned_on,
        min(spells.to_on) filter (spells.closed_by = 'lost') as left_again_on
    from returned
    join customer_spells as spells
        on spells.customer_key = returned.customer_key and spells.from_on >= returned.returned_on
    group by returned.customer_key, returned.returned_on
),

first_years as (
    select
        second_lives.customer_key, second_lives.returned_on,
        coalesce(sum(days.revenue - days.cost), 0)::bigint as margin
    from second_lives
    left join warehouse.customer_days as days
        on days.customer_key = second_lives.customer_key
        and days.day >= second_lives.returned_on and days.day < second_lives.returned_on + 365
    group by second_lives.customer_key, second_lives.returned_on
)

select
    known.customer_key, known.customer_id, known.name, known.branch, known.account_manager,
    cast(known.size as varchar) as size, cast(known.cause_class as varchar) as cause_class, known.lost_to,
    cast(known.would_return as varchar) as would_return, known.lost_on,
    known.value_lost, known.margin_lost, known.regretted,
    -- Days count from when the company wrote the loss down, where it did.
    coalesce(known.recorded_on, known.known_on) as known_on,
    offers.assigned_on, offers.offered, offers.cost,
    case when known.returned_on <= as_of then known.returned_on end as returned_on,
    second_lives.left_again_on, first_years.margin as second_margin
from noticed as known
cross join period
left join offers using (loss_id)
left join second_lives
    on second_lives.customer_key = known.customer_key and second_lives.returned_on = known.returned_on
left join first_years
    on first_years.customer_key = known.customer_key and first_years.returned_on = known.returned_on
order by known.loss_id
