-- The customers of a group at the start of a stretch of time who were lost within it, most value first.
with
leaving as (
    select
        losses.customer_key, losses.lost_on, losses.basis, losses.cause, losses.cause_class, losses.precursor,
        losses.value_lost, losses.returned_on, spells.grade, cast(spells.{dimension} as varchar) as dimension
    from losses
    join scope using (customer_key)
    cross join period
    join customer_spells as spells
        on spells.customer_key = losses.customer_key
        and (spells.from_on < $starts_on or (spells.opened_by = 'grade' and spells.from_on = $starts_on))
        and spells.to_on >= $starts_on
        and not (coalesce(spells.closed_by = 'grade', false) and spells.to_on = $starts_on)
    where losses.lost_on >= $starts_on and losses.lost_on < $ends_on and losses.known_on <= as_of
    -- Who left, came back and left again was lost once of those at the start.
    qualify row_number() over (partition by losses.customer_key order by losses.lost_on, losses.loss_id) = 1
)

select
    leaving.customer_key, customer_id, name, size, leaving.grade, branch, account_manager, leaving.lost_on,
    leaving.basis, leaving.cause, leaving.cause_class, leaving.precursor, leaving.value_lost, leaving.returned_on
from leaving
join customers_now using (customer_key)
where $group is null or leaving.dimension = $group
order by leaving.value_lost desc nulls last, customer_id
