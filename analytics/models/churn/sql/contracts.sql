-- One row is a customer with a contract by the cut-off. An end counts as known beforehand only where the
-- company writes ends down in advance; otherwise an end that lies ahead is not there yet.
with contracts as (
    select customer_id, starts_on, ends_on, monthly_value
    from warehouse.contracts
    where not $truncated or starts_on <= $origin
),

seen as (
    select
        customers_now.customer_key,
        contracts.starts_on,
        case when $ends_known or contracts.ends_on <= $origin then contracts.ends_on end as ends_on,
        contracts.monthly_value
    from contracts
    inner join customers_now using (customer_id)
    where contracts.starts_on <= $origin
),

judged as (
    select *, ends_on is null or ends_on > $origin as running
    from seen
)

select
    customer_key,
    cast(count(*) filter (where running) as double) as contracts_running,
    cast(min(date_diff('day', cast($origin as date), ends_on)) filter (where running) as double) as days_to_contract_end,
    cast(max(date_diff('day', starts_on, cast($origin as date))) filter (where running) as double) as contract_age_days,
    cast(count(*) filter (where not running) as double) as contracts_past,
    cast(sum(monthly_value) filter (where running) as double) as monthly_value
from judged
group by customer_key
order by customer_key
