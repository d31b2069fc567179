-- One row: a customer to be valued, what it brought so far, and what it brings a year.
with
traded as (
    select
        customer_key,
        sum(revenue) as revenue,
        sum(revenue - cost) as margin,
        -- What a first purchase brings: new customers are won with it.
        arg_min(revenue, day) filter (orders > 0) as first_revenue
    from warehouse.customer_days
    group by customer_key
)

select
    customers_now.customer_key,
    customers_now.customer_id,
    customers_now.status = 'active' as active,
    -- Who is merely silent may come back; who told, or let the contract go, is gone.
    coalesce(customers_now.status = 'lost' and customers_now.loss_basis <> 'silent', false) as gone,
    coalesce(traded.revenue, 0)::double as revenue,
    coalesce(traded.margin, 0)::double as margin,
    traded.first_revenue::double as first_revenue,
    traded.customer_key is not null as traded,
    customers_now.annual_value::double as annual_value,
    customers_now.value_12m::double as value_12m,
    customers_now.margin_12m::double as margin_12m,
    contracted.monthly_value::double as monthly_value
from customers_now
left join traded using (customer_key)
left join (
    select customer_id, sum(monthly_value) * 100 as monthly_value
    from warehouse.contracts
    where starts_on <= $as_of and coalesce(ends_on, date '9999-12-31') > $as_of
    group by customer_id
) as contracted using (customer_id)
order by customers_now.customer_key
