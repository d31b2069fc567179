-- Losses of the period whose cause two people put into different classes, most value first.
with
known as (
    select losses.*, losses.grade_before as grade
    from scoped_losses as losses
    cross join period
    where
        coalesce(losses.known_on <= as_of, true)
        and ($everyone or (losses.lost_on >= period_start and losses.lost_on < period_end))
)

select
    customer_key, customer_id, name, size, branch, account_manager, lost_on, cause, cause_second, precursor,
    value_lost
from known
where cause_class <> 'not_stated' and cause_class_second <> 'not_stated' and cause_class <> cause_class_second
order by value_lost desc nulls last, customer_id
