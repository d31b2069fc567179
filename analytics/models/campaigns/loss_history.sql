-- How many customers of each grade and size were there so many days before the last one, and how many of them have been
-- lost since.
with
there as (
    select distinct customer_key, grade, cast(size as varchar) as size
    from customer_spells
    where from_on <= cast($since as date) and to_on > cast($since as date)
),

gone as (
    select distinct customer_key
    from losses
    where lost_on >= cast($since as date) and lost_on <= cast($as_of as date)
)

select there.grade, there.size, count(*) as customers, count(gone.customer_key) as lost
from there
left join gone using (customer_key)
where cast($since as date) >= cast($observed_on as date)
group by all
