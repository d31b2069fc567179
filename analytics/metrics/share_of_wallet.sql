-- Every answer about what a customer buys elsewhere: the share it buys from us, or our place among its suppliers,
-- with what it brought in the year up to the answer and whether it stayed afterwards.
with
asked as (
    select
        answers.question,
        answers.customer_key,
        coalesce(answers.answered_on, answers.sent_on) as told_on,
        answers.score,
        answers.scale_max
    from survey_answers as answers
    join scope using (customer_key)
    cross join period
    where answers.question in ('share_of_wallet', 'supplier_rank')
        and coalesce(answers.answered_on <= as_of, answers.sent_on <= as_of, true)
),

placed as (
    select
        asked.*,
        cast(date_trunc('quarter', told_on) as date) as quarter,
        -- An answer without a date counts in whatever period is looked at.
        coalesce(told_on >= period_start and told_on < period_end, true) as in_period
    from asked
    cross join period
),

latest as (
    select
        *,
        in_period and row_number() over (
            partition by question, customer_key, in_period order by told_on desc nulls last, score) = 1 as is_latest,
        row_number() over (
            partition by question, customer_key, quarter order by told_on desc, score) = 1 as is_quarters_latest
    from placed
),

bought as (
    select asked.customer_key, asked.told_on, sum(days.revenue) as revenue
    from (select distinct customer_key, told_on from asked where question = 'share_of_wallet') as asked
    -- Half a year of records is no year.
    join observed on asked.told_on - 365 >= observed.records_on - 1
    join warehouse.customer_days as days
        on days.customer_key = asked.customer_key and days.day > asked.told_on - 365 and days.day <= asked.told_on
    group by all
),

followed as (
    select
        asked.customer_key,
        asked.told_on,
        bool_or(spells.from_on <= window_start and spells.to_on > window_start) as is_there,
        bool_or(spells.closed_by = 'lost' and spells.to_on > window_start and spells.to_on <= window_end) as has_left
    from (
        select distinct
            customer_key, told_on,
            told_on + cast($blank_days as integer) as window_start,
            told_on + cast($blank_days as integer) + cast($horizon_days as integer) as window_end
        from asked
        where question = 'share_of_wallet'
    ) as asked
    join customer_spells as spells using (customer_key)
    cross join period
    where window_end <= as_of
    group by all
)

select
    latest.question, latest.customer_key, latest.told_on, latest.score, latest.scale_max, latest.quarter,
    latest.is_latest, latest.is_quarters_latest,
    customers_now.customer_id, customers_now.name, customers_now.size, customers_now.grade, customers_now.segment,
    customers_now.branch, customers_now.account_manager, cast(customers_now.{dimension} as varchar) as grouped_by,
    cast(coalesce(bought.revenue, case when not meta.has_orders then customers_now.value end, 0) as bigint) as revenue,
    case when followed.is_there then not coalesce(followed.has_left, false) end as stayed
from latest
join customers_now using (customer_key)
cross join meta
left join bought on bought.customer_key = latest.customer_key and bought.told_on = latest.told_on
left join followed on followed.customer_key = latest.customer_key and followed.told_on = latest.told_on
where {condition}
order by latest.customer_key, latest.told_on, latest.question
