-- How many customers, living or lost, the filters leave.
with
counted as (
    select count(*) as customers from scope
)

select customers from counted
