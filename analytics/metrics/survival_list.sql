-- The customers of a group who were lost within so many months of their beginning, latest loss first.
with
first_losses as (
    select
        losses.customer_key, min(losses.lost_on) as lost_on, min_by(losses.basis, losses.lost_on) as basis,
        min_by(losses.cause, losses.lost_on) as cause, min_by(losses.value_lost, losses.lost_on) as value_lost,
        min_by(losses.cause_class, losses.lost_on) as cause_class
    from losses
    join scope using (customer_key)
    cross join period
    where coalesce(losses.known_on <= as_of, losses.lost_on is null)
    group by losses.customer_key
),

lasting as (
    select
        customers_now.*,
        first_losses.lost_on as first_lost_on, first_losses.basis, first_losses.cause, first_losses.cause_class,
        first_losses.value_lost,
        case when as_of is null then tenure_months
            else date_diff('day', acquired_on, first_losses.lost_on) / 30.4375 end as months
    from first_losses
    join customers_now using (customer_key)
    cross join period
)

select
    customer_key, customer_id, name, size, branch, account_manager, acquired_on,
    first_lost_on as lost_on, cast(floor(months) as integer) as months, basis, cause, cause_class, value_lost
from lasting
where months >= 0 and months <= $month and ($group is null or cast({dimension} as varchar) = $group)
order by first_lost_on desc nulls last, value_lost desc nulls last, customer_id
