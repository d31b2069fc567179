-- Occasions to contact a customer: chance to be alive, times value, times days waited, the largest first; at most so
-- many of each account manager, less what was done this week, beside promises and what somebody took up.
with
valued as (
    select customer_id, chance_alive
    from {dimension}
),

weighed as (
    select
        occasions.*, valued.chance_alive,
        coalesce(valued.chance_alive, 1.0) * greatest(coalesce(occasions.value, 0), 0) * occasions.days_waiting
            as weight,
        occasions.reason in ('birthday', 'anniversary') as yearly
    from contact_occasions as occasions
    left join valued using (customer_id)
    where
        ($reason is null or contains(',' || $reason || ',', ',' || occasions.reason || ','))
        and ($manager is null or occasions.account_manager = $manager)
),

done as (
    select customers.account_manager, count(*) as done
    from (
        select
            unnest(cast($made_customers as varchar[])) as customer_id,
            unnest(cast($made_days as date[])) as made_on)
    join customers_now as customers using (customer_id)
    where made_on > cast($as_of as date) - 7
    group by customers.account_manager
),

-- Where nobody is any manager's, a number a manager means nothing.
managed as (
    select count(account_manager) > 0 as known from customers_now
),

placed as (
    select
        weighed.*,
        coalesce(done.done, 0) as done,
        row_number() over (
            partition by weighed.account_manager, weighed.reason = 'promise' or weighed.taken
            order by weighed.weight desc, weighed.days_waiting desc, weighed.customer_key, weighed.reason) as place
    from weighed
    left join done on done.account_manager is not distinct from weighed.account_manager
)

select
    customer_key, customers.customer_id, customers.name, placed.reason as contact_reason, placed.days_waiting,
    placed.day, placed.last_on, case when not placed.yearly then placed.allowed end as days_allowed,
    case when placed.yearly then placed.allowed end as years, placed.chance_alive, placed.value, customers.grade,
    customers.size, customers.account_manager, customers.branch, customers.phone, customers.last_contact_on,
    customers.last_order_on, placed.occasion, placed.taken
from placed
join customers_now as customers using (customer_key)
cross join managed
where $most = 0 or not managed.known or placed.reason = 'promise' or placed.taken or placed.place <= $most - placed.done
order by placed.weight desc, placed.days_waiting desc, customer_key, placed.reason
