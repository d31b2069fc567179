-- Cohorts by the time they were won in, and by age: how many are still there and what they bring.
with
known as (
    select
        cohort, age, extract(year from cohort) * 12 + extract(month from cohort) - 1 as number,
        sum(customers) as customers, sum(alive) as alive, sum(revenue) as revenue, bool_and(complete) as complete
    from cohort_cells
    cross join observed
    where cohort >= date_trunc('month', records_on)
    group by cohort, age
),

stepped as (
    -- One row a cohort month and step of age: as things stood in the last month of the step known.
    select
        cohort,
        number - number % $months as number,
        age // $months as step,
        sum(customers) filter (is_last) as customers,
        sum(alive) filter (is_last) as alive,
        sum(revenue) as revenue,
        bool_or(complete and age % $months = $months - 1) as complete
    from (select *, age = max(age) over (partition by cohort, age // $months) as is_last from known)
    group by all
),

sizes as (
    select number, count(distinct cohort) as cohorts from stepped group by number
)

select
    make_date(cast(stepped.number // 12 as integer), cast(stepped.number % 12 + 1 as integer), 1) as cohort,
    stepped.step,
    sum(stepped.customers)::bigint as customers,
    sum(stepped.alive)::bigint as alive,
    sum(stepped.revenue)::bigint as revenue,
    bool_and(stepped.complete) and count(*) = any_value(sizes.cohorts) as complete
from stepped
join sizes using (number)
group by stepped.number, stepped.step
order by cohort, step
