-- Complaints of each whole month and customers at its start, from the month after the first complaint on record.
with
first_complaint as (
    select min(opened_on) as opened_on from complaint_facts
),

whole_months as (
    select cells.month, sum(cells.customers_start) as customers
    from month_cells as cells
    cross join period
    cross join first_complaint
    where
        cells.month > date_trunc('month', first_complaint.opened_on)
        and cells.month + interval 1 month <= as_of + interval 1 day
    group by cells.month
),

received as (
    select cast(date_trunc('month', opened_on) as date) as month, count(*) as complaints
    from complaint_facts
    join scope using (customer_key)
    group by all
)

select
    whole_months.month,
    whole_months.customers::bigint as customers,
    coalesce(received.complaints, 0)::bigint as complaints
from whole_months
left join received on received.month = whole_months.month
order by whole_months.month
