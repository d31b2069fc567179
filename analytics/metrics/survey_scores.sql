-- How many customers gave each score, by question and group, now, in the period before and a year ago.
with
grouped as (
    select
        stretch,
        question,
        {dimension} as grouped_by,
        scale_min,
        scale_max,
        score,
        count(*) as answers
    from period_answers
    join customers_now using (customer_key)
    where not is_cost and {condition}
    group by all
)

select * from grouped order by stretch, question, grouped_by, scale_min, scale_max, score
