-- The cohort cube of the customers in scope, as known on the as-of day: one row a cohort and month of age.
with
firsts as (
    select customer_key, min(from_on) as starts_on
    from customer_spells
    join scope using (customer_key)
    group by customer_key
),

cohorts as (
    -- Customers won before the data begin are known only if they stayed; they make no cohort.
    select firsts.customer_key, cast(date_trunc('month', starts_on) as date) as cohort
    from firsts
    cross join period
    cross join meta
    where starts_on >= date_trunc('month', first_event) and starts_on <= period.as_of
),

months as (
    select cast(unnest(range(
        cast(date_trunc('month', meta.first_event) as timestamp),
        cast(period.as_of as timestamp) + interval 1 day,
        interval 1 month)) as date) as month
    from meta
    cross join period
),

ages as (
    select cohort, date_diff('month', cohort, month) as age, month, customers
    from (select cohort, count(*) as customers from cohorts group by cohort)
    join months on month >= cohort
),

moves as (
    select cohort, from_on as moved_on, 1 as customers
    from cohorts
    join customer_spells using (customer_key)
    cross join period
    where opened_by in ('won', 'won_back') and from_on <= as_of

    union all

    select cohort, lost_on, -1
    from cohorts
    join losses using (customer_key)
    cross join period
    where lost_on is not null and known_on <= as_of
),

moved as (
    select cohort, date_diff('month', cohort, date_trunc('month', moved_on)) as age, sum(customers) as customers
    from moves
    group by all
),

earned as (
    select cohort, date_diff('month', cohort, date_trunc('month', day)) as age, sum(revenue) as revenue
    from cohorts
    join warehouse.customer_days using (customer_key)
    cross join period
    where day <= as_of
    group by all
)

select
    ages.cohort,
    cast(ages.age as integer) as age,
    ages.customers,
    -- Alive in a month: still a customer when the month ended.
    cast(sum(coalesce(moved.customers, 0)) over (partition by ages.cohort order by ages.age) as bigint) as alive,
    cast(coalesce(earned.revenue, 0) as bigint) as revenue,
    ages.month + interval 1 month <= period.as_of + 1 as complete
from ages
cross join period
left join moved using (cohort, age)
left join earned using (cohort, age)
