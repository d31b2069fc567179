-- When one customer was lost, as far as it was known by the as-of day, oldest first.
with
known as (
    select losses.*
    from losses
    cross join period
    where losses.customer_key = $customer_key and coalesce(losses.known_on <= as_of, true)
)

select
    lost_on, basis, cause, cause_class, cause_note, lost_to, precursor, precursor_on, value_lost,
    case when returned_on <= as_of then returned_on end as returned_on
from known
cross join period
order by lost_on nulls first
