-- Occasions to contact a customer and the customers they concern: by reason, by account manager and reason, in all; and
-- how many customers of the day have a grade, which asks for contacts.
with
occasions as (
    select customer_key, reason, account_manager, value
    from contact_occasions
),

people as (
    -- A customer with two promises due is one customer.
    select reason, account_manager, customer_key, count(*) as occasions, any_value(value) as value
    from occasions
    group by all
),

graded as (
    select count(*) as graded
    from scoped_spells
    where from_on <= cast($as_of as date) and to_on > cast($as_of as date) and grade is not null
)

select
    reason, cast(account_manager as varchar) as account_manager, grouping(account_manager) as everybody,
    cast(sum(occasions) as bigint) as occasions, count(*) as customers,
    cast(coalesce(sum(value), 0) as bigint) as value, 0 as graded
from people
group by grouping sets ((reason), (reason, account_manager))

union all

select
    null, null, 2, cast(count(*) as bigint), count(distinct customer_key), cast(0 as bigint),
    any_value((select graded from graded))
from occasions
