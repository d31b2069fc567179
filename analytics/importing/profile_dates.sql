-- How the dates of each column are written. `cells(position, value, n)` stands in front.
-- Where day and month could be either, the two latest dates say which order runs into the future; `open` cells are
-- two different days in the two orders.
with styled as (
    select
        position,
        n,
        left(value, 64) as beginning,
        date_style(left(value, 64)) as style
    from cells
),

ordered as (
    select
        position,
        n,
        beginning,
        style,
        case when style = 'numbers' then first_number(beginning) > 12 end as day_first,
        case when style = 'numbers' then second_number(beginning) > 12 end as month_first,
        case when style = 'numbers' then try_cast(date_of_numbers(beginning, false) as date) end as as_day_first,
        case when style = 'numbers' then try_cast(date_of_numbers(beginning, true) as date) end as as_month_first,
        try_cast(beginning as date) is not null as plain
    from styled
)

select
    position,
    style,
    coalesce(day_first, false) as day_first,
    coalesce(month_first, false) as month_first,
    coalesce(as_day_first <> as_month_first, false) as open,
    plain,
    cast(sum(n) as bigint) as cells,
    min(beginning) as example,
    arg_min(as_day_first, beginning) as example_day_first,
    arg_min(as_month_first, beginning) as example_month_first,
    max(as_day_first) as latest_day_first,
    max(as_month_first) as latest_month_first
from ordered
group by all
order by all
