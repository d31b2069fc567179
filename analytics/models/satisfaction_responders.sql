-- Loyalty of those who answered and of those who did not.
with
counted as (
    select responded, count(*) as customers, count(*) filter (loyal) as loyal
    from asked_customers
    group by responded
)

select responded, customers, loyal from counted
