-- What complaints were about, most often named first.
with
named as (
    select category, count(*) as complaints
    from complaint_facts
    join scope using (customer_key)
    where category is not null
    group by category
)

select category, complaints from named order by complaints desc, category limit 100
