-- One row: the grade of a customer known by state alone; all who were customers are graded together.
with
shares as (
    select
        customer_key, value,
        sum(greatest(value, 0)) over (
            order by value desc, customer_key rows between unbounded preceding and current row) as cumulated,
        sum(greatest(value, 0)) over () as total
    from values_in_force
    cross join parameters
    where not dated
)

select
    customer_key,
    cast(case
        when value <= 0 then 'D'
        -- The first is an A even where it alone exceeds the share.
        when cumulated <= grade_a_share * total or cumulated = value then 'A'
        when cumulated <= grade_b_share * total then 'B'
        when cumulated <= grade_c_share * total then 'C'
        else 'D'
    end as enum ('A', 'B', 'C', 'D')) as grade
from shares
cross join parameters
