-- A dealer's four years, July 2022 to June 2026, from hashes of customer numbers: same seed, same rows.
create temp macro uniform(number, salt) as
    cast(hash(number, salt, getvariable('seed')) >> 11 as double) / 9007199254740992.0;

set variable seed = $seed;

create temp table lives as
with
drawn as (
    select
        number,
        uniform(number, 'size') as size_draw,
        -- The sum of four uniforms is near enough to a normal variable.
        (uniform(number, 'a') + uniform(number, 'b') + uniform(number, 'c') + uniform(number, 'd') - 2)
            * sqrt(3.0) as normal,
        cast(floor(uniform(number, 'branch') * 24) as integer) as branch_number,
        date '2020-07-01' + cast(floor(uniform(number, 'acquired') * 2160) as integer) as acquired_on,
        cast(floor(-ln(1 - uniform(number, 'life')) * 1900) as integer) + 20 as days_of_life
    from range($customers) as numbers (number)
),

sized as (
    select
        *,
        case when size_draw < 0.12 then 'large' when size_draw < 0.40 then 'medium' else 'small' end as size,
        case when size_draw < 0.12 then 12.0 when size_draw < 0.40 then 4.0 else 1.0 end as multiple,
        case when greatest(acquired_on, date '2022-07-01') + days_of_life <= date '2026-06-30'
            then greatest(acquired_on, date '2022-07-01') + days_of_life end as left_on
    from drawn
),

active as (
    select
        *,
        greatest(acquired_on, date '2022-07-01') as active_from,
        greatest(1, coalesce(left_on, date '2026-07-01') - greatest(acquired_on, date '2022-07-01')) as active_days,
        multiple * exp(0.9 * normal) as potential
    from sized
)

select
    *,
    -- Half of the lines follow size, half are spread evenly, so that small customers buy too.
    cast(floor($order_lines * (
        0.5 * potential * active_days / sum(potential * active_days) over ()
        + 0.5 * active_days / sum(active_days) over ())
        + uniform(number, 'round')) as integer) as lines
from active;

create temp table customers as
select
    'C' || lpad(cast(number as varchar), 7, '0') as customer_id,
    'Customer ' || number as name,
    size,
    (['construction', 'mining', 'rental', 'public', 'farming'])[1 + number % 5] as segment,
    (['roads', 'housing', 'quarry', 'port', 'forest', 'utilities'])[1 + number % 6] as industry,
    (['open', 'mixed', 'captive'])[1 + branch_number % 3] as market,
    (['north', 'south', 'east', 'west'])[1 + branch_number // 6] as region,
    'Branch ' || branch_number as branch,
    'Manager ' || branch_number || '-' || number % 8 as account_manager,
    (['referral', 'advertising', 'sales_visit', 'promotion'])[1 + number % 4] as acquisition_channel,
    number % 5 = 0 as acquired_on_promotion,
    acquired_on,
    case when left_on is not null and number % 5 < 3 then 'lost' else 'active' end as status,
    case when number % 5 < 3 then left_on end as lost_on,
    case when left_on is not null and number % 5 < 3
        then (['Competitor', 'Attitude', 'Dissatisfaction', 'Price', 'Other'])[1 + number // 5 % 5] end as lost_cause
from lives;

create temp table orders as
with
numbered as (
    select
        number, active_from, active_days, potential, branch_number,
        unnest(range(lines)) as line
    from lives
),

dated as (
    select
        number, line, potential, branch_number,
        -- Two lines share an order.
        active_from + cast(floor(uniform(number * 65536 + line // 2, 'day') * active_days) as integer) as ordered_on,
        uniform(number * 65536 + line, 'price') as price_draw
    from numbered
)

select
    'O' || number || '-' || (line // 2) as order_id,
    'C' || lpad(cast(number as varchar), 7, '0') as customer_id,
    ordered_on,
    cast(round(20 + 400 * price_draw * price_draw * (1 + ln(1 + potential)), 2) as decimal(18, 2)) as revenue,
    cast(line as varchar) as line,
    (['machine', 'parts', 'service', 'rental'])[1 + (number + line) % 4] as kind,
    cast(round((20 + 400 * price_draw * price_draw * (1 + ln(1 + potential))) * 0.7, 2) as decimal(18, 2)) as cost,
    1 + line % 7 as quantity,
    'Branch ' || branch_number as branch
from dated
where ordered_on < date '2026-07-01';
