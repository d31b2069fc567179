-- Every grading of one customer up to the as-of day: grade, and the value and orders of the twelve months behind it.
with
graded as (
    select spells.customer_key, spells.from_on, cast(spells.grade as varchar) as grade, spells.value_12m as value
    from customer_spells as spells
    join customers_now using (customer_key)
    cross join period
    where customers_now.customer_id = $customer and spells.grade is not null and spells.opened_by = 'grade'
        and spells.from_on <= as_of
)

select
    graded.from_on as graded_on,
    graded.grade,
    cast(coalesce(graded.value, 0) as bigint) as value,
    cast(coalesce(max_by(days.orders_12m, days.day), 0) as integer) as orders
from graded
left join warehouse.customer_days as days
    on days.customer_key = graded.customer_key and days.day < graded.from_on
group by graded.from_on, graded.grade, graded.value
order by graded.from_on
