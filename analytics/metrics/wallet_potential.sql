-- Customers of the as-of day who have been there for a year, and what each brought in it.
with
living as (
    select customer_key
    from scoped_spells
    cross join period
    where from_on <= as_of and to_on > as_of
),

bought as (
    select days.customer_key, sum(days.revenue) as revenue
    from warehouse.customer_days as days
    join scope using (customer_key)
    cross join period
    where days.day > as_of - 365 and days.day <= as_of
    group by days.customer_key
)

select
    customers.customer_key, customers.customer_id, customers.name, customers.size, customers.grade,
    customers.segment, customers.branch, customers.account_manager,
    cast(coalesce(bought.revenue, 0) as bigint) as revenue
from living
join scoped_customers as customers using (customer_key)
left join bought using (customer_key)
cross join period
where customers.acquired_on <= as_of - 365
order by customers.customer_key
