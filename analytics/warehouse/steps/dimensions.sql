-- One row: a customer, known from a customers file or only from what was recorded about them.
with
known as (
    select customer_id from customers
    union
    select customer_id from orders
    union
    select customer_id from surveys
    union
    select customer_id from complaints
    union
    select customer_id from contacts
    union
    select customer_id from service_jobs
    union
    select customer_id from contracts
    union
    select customer_id from memberships
    union
    select customer_id from campaigns
)

select
    cast(row_number() over (order by known.customer_id) as integer) as customer_key,
    known.customer_id,
    customers.name,
    cast(customers.size as {size}) as size,
    cast(customers.segment as {segment}) as segment,
    cast(customers.industry as {industry}) as industry,
    cast(customers.market as {market}) as market,
    cast(customers.region as {region}) as region,
    cast(customers.branch as {branch}) as branch,
    cast(customers.account_manager as {account_manager}) as account_manager,
    cast(customers.acquisition_channel as {acquisition_channel}) as acquisition_channel
from known
left join customers using (customer_id)
where known.customer_id is not null
order by customer_key
