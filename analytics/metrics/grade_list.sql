-- The customers who went from one grade to another, with the orders behind their value then and now; those whose
-- value changed most first.
with
chosen as (
    select *
    from grade_ends
    where ($before is null or from_grade in (select unnest(string_split($before, ','))))
        and ($after is null or to_grade in (select unnest(string_split($after, ','))))
        and ($now is null or grade_now = $now)
        and ($moved is null or (
            from_grade in ('A', 'B', 'C', 'D') and to_grade in ('A', 'B', 'C', 'D')
            and case $moved when 'fell' then to_grade > from_grade else to_grade < from_grade end))
)

select
    chosen.customer_key, customers_now.customer_id, customers_now.name, customers_now.size, customers_now.branch,
    customers_now.account_manager, chosen.from_grade as grade_then, chosen.to_grade as grade_after,
    chosen.from_value as value_then, chosen.to_value as value_after,
    grade_orders.from_orders as orders_then, grade_orders.to_orders as orders_after,
    chosen.lost_on, customers_now.last_order_on, customers_now.last_contact_on
from chosen
join customers_now using (customer_key)
left join grade_orders using (customer_key)
order by abs(coalesce(chosen.to_value, 0) - coalesce(chosen.from_value, 0)) desc, customers_now.customer_id
