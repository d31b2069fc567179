-- One row: a graded customer there on the as-of day, with the last contact and the days its grade allows between two.
with
there as (
    select spells.customer_key, spells.grade, spells.value_12m as value
    from scoped_spells as spells
    where spells.from_on <= cast($as_of as date) and spells.to_on > cast($as_of as date) and spells.grade is not null
),

touched as (
    select customer_id, max(contacted_on) as last_contact_on
    from warehouse.contacts
    where contacted_on <= cast($as_of as date)
    group by customer_id
),

standards(grade, allowed) as (
    values ('A', $days_a), ('B', $days_b), ('C', $days_c), ('D', $days_d)
)

select
    there.customer_key,
    standards.grade,
    there.value,
    touched.last_contact_on,
    cast(cast($as_of as date) - touched.last_contact_on as integer) as days_since_contact,
    cast(standards.allowed as integer) as allowed,
    coalesce(cast($as_of as date) - touched.last_contact_on > standards.allowed, true) as overdue
from there
join standards on standards.grade = cast(there.grade as varchar)
join customers_now using (customer_key)
left join touched using (customer_id)
