-- How the numbers of each column are written. `cells(position, value, n)` stands in front.
with bare as (
    select
        position,
        value,
        n,
        left(value, 64) as beginning
    from cells
),

styled as (
    select
        position,
        value,
        n,
        number_style(digits_of_number(beginning)) as style,
        coalesce(isfinite(try_cast(beginning as double)), false) as plain,
        plain_truth(beginning) is not null as truth
    from bare
)

select
    position,
    style,
    plain,
    truth,
    cast(sum(n) as bigint) as cells,
    min(left(value, 64)) as example
from styled
group by all
order by all
