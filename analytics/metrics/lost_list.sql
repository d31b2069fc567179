-- The lost customers of the period by name, most value first.
with
known as (
    select losses.*, losses.grade_before as grade, cast(date_trunc('month', losses.lost_on) as date) as month
    from losses
    join scope using (customer_key)
    cross join period
    where
        coalesce(losses.known_on <= as_of, true)
        and ($everyone or (losses.lost_on >= period_start and losses.lost_on < period_end))
),

at_start as (
    select distinct spells.customer_key
    from scoped_spells as spells
    cross join period
    where $from_start and spells.from_on < period_start and spells.to_on >= period_start
),

ordered as (
    select
        known.*,
        ($everyone or known.customer_key in (select customer_key from at_start))
            and row_number() over (partition by known.customer_key order by known.lost_on, known.loss_id) = 1
            as left_the_start
    from known
)

select
    customer_key, customer_id, name, size, grade, region, branch, account_manager, lost_on, basis,
    cause, cause_class, precursor, lost_to, value_lost, expected_future_value,
    case when (select has_costs from meta) then regretted end as regretted, returned_on
from ordered
where {condition} and (not $from_start or left_the_start)
order by value_lost desc, customer_id
