-- Customers living on a day: their last answers, in how many of the last four quarters they bought, and what
-- holds them; and who of them was lost by the as-of day.
with
moment as (
    select cast($day as date) as day
),

living as (
    select distinct spells.customer_key
    from scoped_spells as spells
    cross join moment
    where spells.from_on <= moment.day and spells.to_on > moment.day
),

ranked as (
    select
        answers.customer_key,
        answers.score_five,
        row_number() over (partition by answers.customer_key order by answers.answered_on desc) as place
    from survey_answers as answers
    join living using (customer_key)
    cross join moment
    where answers.question = 'overall' and answers.score_five is not null and answers.answered_on <= moment.day
        and answers.answered_on > moment.day - interval 3 year
),

satisfaction as (
    select
        customer_key, count(*) as answers, sum(score_five) as score_sum, sum(score_five * score_five) as score_squares
    from ranked
    where place <= $most_answers
    group by customer_key
),

trade as (
    select
        days.customer_key,
        count(distinct (moment.day - days.day) // 91) filter (days.orders > 0 and moment.day - days.day < 364)
            as quarters
    from warehouse.customer_days as days
    join living using (customer_key)
    cross join moment
    where days.day <= moment.day and days.day > moment.day - 364
    group by days.customer_key
),

bound as (
    select dimensions.customer_key, max(coalesce(contracts.ends_on, date '9999-12-31')) as bound_until
    from warehouse.contracts as contracts
    join (select customer_key, customer_id from customers_now) as dimensions using (customer_id)
    cross join moment
    where contracts.starts_on <= moment.day and coalesce(contracts.ends_on, date '9999-12-31') > moment.day
    group by dimensions.customer_key
),

public as (
    select distinct complaints.customer_key
    from complaint_facts as complaints
    cross join moment
    where complaints.reaction in ('third_party', 'media') and complaints.opened_on <= moment.day
        and complaints.opened_on > moment.day - 365
),

left_since as (
    select distinct losses.customer_key
    from scoped_losses as losses
    cross join moment
    cross join period
    where losses.lost_on > moment.day and losses.lost_on <= period.as_of
)

select
    living.customer_key,
    cast(customers_now.segment as varchar) as segment,
    satisfaction.answers,
    satisfaction.score_sum,
    satisfaction.score_squares,
    coalesce(trade.quarters, 0) as quarters,
    bound.bound_until is not null or coalesce(customers_now.market = 'captive', false) as bound,
    public.customer_key is not null as public_complaint,
    left_since.customer_key is not null as left_since,
    customers_now.value
from living
join customers_now using (customer_key)
join satisfaction using (customer_key)
left join trade on trade.customer_key = living.customer_key
left join bound on bound.customer_key = living.customer_key
left join public on public.customer_key = living.customer_key
left join left_since on left_since.customer_key = living.customer_key
order by living.customer_key
