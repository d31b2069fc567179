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
)

select
    customer_key, customer_id, name, size, grade, region, branch, account_manager, lost_on, basis,
    cause, cause_class, precursor, lost_to, value_lost, expected_future_value, regretted, returned_on
from known
where {condition}
order by value_lost desc, customer_id
