-- Losses known on the as-of day by month and by what an alarm may name.
with
known as (
    select cast(date_trunc('month', lost_on) as date) as month, size, branch, cause_class, value_lost
    from scoped_losses
    where lost_on is not null and known_on <= cast($as_of as date)
)

select
    month, size, branch, cause_class,
    count(*) as lost,
    coalesce(sum(value_lost), 0)::bigint as value_lost
from known
group by month, size, branch, cause_class
