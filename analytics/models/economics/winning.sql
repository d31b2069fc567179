-- How many customers were won in the year, by what brought them.
with
won as (
    select
        coalesce(
            cast(acquisition_channel as varchar), case when referred_by is not null then 'referral' end,
            case when acquired_on_promotion then 'promotion' end) as source
    from scoped_customers
    cross join period
    where acquired_on >= period_start and acquired_on < period_end and acquired_on >= cast($records_on as date)
)

select source, count(*) as customers
from won
group by source
order by source
