-- One row: a customer's unbroken time under contract; terms that follow within the grace days are one.
with
terms as (
    select
        dimensions.customer_key,
        contracts.starts_on,
        coalesce(contracts.ends_on, date '9999-12-31') as ends_on,
        contracts.ended_because
    from contracts
    join dimensions using (customer_id)
    cross join parameters
    where contracts.starts_on <= parameters.as_of

    union all

    select
        dimensions.customer_key,
        coalesce(customers.contract_start, customers.acquired_on, parameters.first_event) as starts_on,
        coalesce(customers.contract_end, date '9999-12-31') as ends_on,
        null as ended_because
    from customers
    join dimensions using (customer_id)
    cross join parameters
    where (customers.contract_start is not null or customers.contract_end is not null)
        and coalesce(customers.contract_start, customers.acquired_on, parameters.first_event) <= parameters.as_of
        and customers.customer_id not in (select customer_id from contracts)
),

reaching as (
    select
        *,
        max(ends_on) over (
            partition by customer_key order by starts_on, ends_on
            rows between unbounded preceding and 1 preceding) as covered_until
    from terms
),

numbered as (
    select
        reaching.*,
        sum(case when starts_on <= covered_until + contract_grace_days then 0 else 1 end) over (
            partition by customer_key order by starts_on, ends_on
            rows between unbounded preceding and current row) as term
    from reaching
    cross join parameters
)

select
    customer_key,
    min(starts_on) as starts_on,
    max(ends_on) as ends_on,
    max_by(ended_because, ends_on) as ended_because
from numbered
group by customer_key, term
order by customer_key, starts_on
