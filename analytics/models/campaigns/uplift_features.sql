-- What was known of some customers on days of their own, such as the first of a campaign: one row each, in order.
with
asked as (
    select unnest($customers) as customer_id, cast(unnest($days) as date) as landmark, unnest($places) as place
),

members as (
    select asked.place, asked.landmark, customers_now.customer_key, customers_now.acquired_on,
        cast(customers_now.size as varchar) as size, cast(customers_now.market as varchar) as market
    from asked
    join customers_now using (customer_id)
),

valued as (
    select members.place, max(spells.value_12m) as value_12m, max(spells.grade) as grade
    from members
    join customer_spells as spells
        on spells.customer_key = members.customer_key and spells.from_on <= members.landmark
        and spells.to_on >= members.landmark
    group by members.place
),

traded as (
    select
        members.place,
        max(days.day) as last_on,
        sum(days.orders) as orders,
        sum(days.revenue) filter (days.day >= members.landmark - 91) as lately,
        sum(days.revenue) filter (days.day < members.landmark - 91 and days.day >= members.landmark - 182) as before
    from members
    join warehouse.customer_days as days
        on days.customer_key = members.customer_key
        and days.day < members.landmark and days.day >= members.landmark - 365
    group by members.place
),

complained as (
    select members.place, count(*) as complaints
    from members
    join complaint_facts as facts
        on facts.customer_key = members.customer_key
        and facts.opened_on < members.landmark and facts.opened_on >= members.landmark - 365
    group by members.place
),

said as (
    select members.place, max_by(answers.score, answers.answered_on) as score
    from members
    join survey_outcomes as answers
        on answers.customer_key = members.customer_key and answers.answered_on < members.landmark
    group by members.place
)

select
    members.place,
    ln(1 + greatest(coalesce(valued.value_12m, 0), 0)) as value_12m,
    case valued.grade when 'A' then 3 when 'B' then 2 when 'C' then 1 when 'D' then 0 end as grade,
    case members.size when 'large' then 2 when 'medium' then 1 when 'small' then 0 end as size,
    case members.market when 'open' then 2 when 'mixed' then 1 when 'captive' then 0 end as market,
    cast(members.landmark - members.acquired_on as double) as tenure,
    coalesce(members.landmark - traded.last_on, 366) as waited,
    coalesce(traded.orders, 0) as orders,
    ln(1 + greatest(coalesce(traded.lately, 0), 0)) as lately,
    ln(1 + greatest(coalesce(traded.before, 0), 0)) as before,
    coalesce(complained.complaints, 0) as complaints,
    said.score
from members
left join valued using (place)
left join traded using (place)
left join complained using (place)
left join said using (place)
order by members.place
