-- What such a company writes down of its customers beside their orders; after company.sql.
create temp table surveys as
with
invited as (
    select
        number, wave, active_from, active_days,
        active_from + cast(floor(uniform(number * 64 + wave, 'answer') * active_days) as integer) as sent_on,
        uniform(number * 64 + wave, 'response') < 0.4 as answers
    from lives, range(4) as waves (wave)
    where lines > 0
),

-- Every second survey is a long one.
asked as (
    select *, unnest(case when answers and wave % 2 = 1
        then ['overall', 'product', 'speed', 'price'] else ['overall'] end) as question
    from invited
)

select
    'C' || lpad(cast(number as varchar), 7, '0') as customer_id,
    case when answers
        then 1 + cast(floor(5 * sqrt(uniform(number * 64 + wave, 'score-' || question))) as integer) end as score,
    case when answers then sent_on end as answered_on,
    sent_on,
    'Wave ' || year(sent_on) || '-' || quarter(sent_on) as wave,
    question,
    1 as scale_min,
    5 as scale_max
from asked;

create temp table complaints as
select
    'K' || number as complaint_id,
    'C' || lpad(cast(number as varchar), 7, '0') as customer_id,
    opened_on,
    (['delivery', 'quality', 'invoice'])[1 + number % 3] as category,
    (['unresolved', 'resolved', 'resolved', 'open'])[1 + number % 4] as outcome,
    case when number % 4 < 3 then cast(opened_on + 9 as timestamp) end as closed_at
from (
    select number, active_from + cast(floor(uniform(number, 'complaint') * active_days) as integer) as opened_on
    from lives
    where lines > 0 and uniform(number, 'complains') < 0.15);

create temp table contacts as
select
    'C' || lpad(cast(number as varchar), 7, '0') as customer_id,
    active_from + cast(floor(uniform(number * 64 + visit, 'visit') * active_days) as integer) as contacted_on,
    (['visit', 'call', 'mail'])[1 + visit % 3] as kind
from lives, range(3) as visits (visit)
where lines > 0;

create temp table service_jobs as
with
done as (
    select
        number, branch_number, job,
        active_from + cast(floor(uniform(number * 64 + job, 'job') * active_days) as integer) as done_on,
        uniform(number * 64 + job, 'job-fault') as fault_draw
    from (
        -- About three a customer and year.
        select *, unnest(range(cast(round(active_days * 3 / 365.0) as integer))) as job
        from lives
        where lines > 0)
)

select
    'J' || number || '-' || job as job_id,
    'C' || lpad(cast(number as varchar), 7, '0') as customer_id,
    done_on,
    done_on - case when fault_draw < 0.10 then 2 else 0 end as promised_on,
    fault_draw between 0.10 and 0.18 as returned,
    fault_draw not between 0.15 and 0.22 as correct_first_time,
    fault_draw not between 0.22 and 0.25 as complete,
    'Branch ' || branch_number as branch,
    'Technician ' || branch_number || '-' || number % 12 as technician
from done
where done_on < date '2026-07-01';

create temp table branch_periods as
select
    'Branch ' || branch_number as branch,
    cast(date '2022-07-01' + to_months(3 * quarter_number) as date) as period,
    round(3 + 1.5 * uniform(branch_number * 64 + quarter_number, 'staff'), 2) as staff_satisfaction,
    20 + branch_number as staff_answers,
    round(0.08 * uniform(branch_number * 64 + quarter_number, 'turnover'), 4) as staff_turnover,
    round(400000 + 100000 * uniform(branch_number * 64 + quarter_number, 'expenses'), 2) as operating_expenses,
    round(150000 + 50000 * uniform(branch_number * 64 + quarter_number, 'parts'), 2) as parts_margin,
    round(200000 + 80000 * uniform(branch_number * 64 + quarter_number, 'service'), 2) as service_margin
from range(24) as branches (branch_number), range(16) as quarters (quarter_number);
