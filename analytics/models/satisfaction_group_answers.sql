-- One row per answer that can be judged, with the customer's group.
with
used as (
    select customer_key, cast(score as tinyint) as score, loyal, cast({dimension} as varchar) as name
    from judged_answers
    where fate = 'used' and {dimension} is not null
)

select customer_key, score, loyal, name from used
