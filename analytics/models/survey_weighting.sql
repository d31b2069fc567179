-- Everybody who was a customer within the period and what those among them answered, by size, branch and market.
with
people as (
    select distinct spells.customer_key
    from scoped_spells as spells
    cross join period
    where period_start is not null and spells.from_on < period_end and spells.to_on > period_start

    union

    select scope.customer_key
    from scope
    cross join period
    where period_start is null
),

answers as (
    select customer_key, level, score_five
    from period_answers
    where stretch = 'now' and question = $question
)

select
    cast(customers_now.size as varchar) as size,
    cast(customers_now.branch as varchar) as branch,
    cast(customers_now.market as varchar) as market,
    count(*) as customers,
    count(answers.level) as answers,
    count(*) filter (answers.level = 5) as top_box,
    count(*) filter (answers.level >= 4) as top_two,
    count(*) filter (answers.level <= 2) as bottom_two,
    coalesce(sum(answers.score_five), 0) as total,
    coalesce(sum(answers.score_five * answers.score_five), 0) as squares
from people
join customers_now using (customer_key)
left join answers using (customer_key)
group by all
order by all
