-- The customers of a group at the start of a stretch of time who were lost within it, or all of them; most value
-- first.
with
at_start as (
    select spells.customer_key, spells.grade, spells.value_12m, cast(spells.{dimension} as varchar) as dimension
    from customer_spells as spells
    join scope using (customer_key)
    where (spells.from_on < $starts_on or (spells.opened_by = 'grade' and spells.from_on = $starts_on))
        and spells.to_on >= $starts_on
        and not (coalesce(spells.closed_by = 'grade', false) and spells.to_on = $starts_on)
),

leaving as (
    select losses.*
    from losses
    join at_start using (customer_key)
    cross join period
    where losses.lost_on >= $starts_on and losses.lost_on < $ends_on and losses.known_on <= as_of
    -- Who left, came back and left again was lost once of those at the start.
    qualify row_number() over (partition by losses.customer_key order by losses.lost_on, losses.loss_id) = 1
)

select
    at_start.customer_key, customers_now.customer_id, customers_now.name, customers_now.size, at_start.grade,
    customers_now.branch, customers_now.account_manager, leaving.lost_on,
    leaving.basis, leaving.cause, leaving.cause_class, leaving.precursor, leaving.value_lost, leaving.returned_on
from at_start
join customers_now using (customer_key)
left join leaving using (customer_key)
where ($group is null or at_start.dimension = $group) and ($everyone or leaving.loss_id is not null)
order by leaving.value_lost desc nulls last, at_start.value_12m desc nulls last, customers_now.customer_id
