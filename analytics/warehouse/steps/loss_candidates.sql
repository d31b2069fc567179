-- One row: a reason to call a customer lost on a day, whether or not another came first.
with
recorded as (
    select customer_key, lost_on, lost_on as known_on, 'recorded' as basis, 1 as precedence
    from beginnings
    cross join parameters
    where lost_on <= as_of
),

ended as (
    select
        contract_terms.customer_key,
        contract_terms.ends_on as lost_on,
        case when ended_because is null then ends_on + contract_grace_days else ends_on end as known_on,
        'contract_ended' as basis,
        2 as precedence
    from contract_terms
    cross join parameters
    where coalesce(ended_because, '') not in ('renewed', 'replaced')
        and case when ended_because is null then ends_on + contract_grace_days else ends_on end <= as_of
        -- Who goes on buying is still a customer; silence will tell when that ends.
        and not exists (
            select 1
            from trade_days
            where trade_days.customer_key = contract_terms.customer_key
                and trade_days.day > contract_terms.ends_on
                and trade_days.day <= contract_terms.ends_on + contract_grace_days)
),

silent as (
    select
        trade_days.customer_key,
        trade_days.day + silent_days as lost_on,
        trade_days.day + silent_days as known_on,
        'silent' as basis,
        3 as precedence
    from trade_days
    join beginnings using (customer_key)
    cross join parameters
    where trade_days.day + silent_days <= as_of
        and (trade_days.next_day is null or trade_days.next_day > trade_days.day + silent_days)
        -- Under a running contract nobody has to buy.
        and not exists (
            select 1
            from contract_terms
            where contract_terms.customer_key = trade_days.customer_key
                and contract_terms.starts_on <= trade_days.day + silent_days
                and contract_terms.ends_on > trade_days.day + silent_days)
)

select * from recorded
union all
select * from ended
union all
select * from silent
