-- Per category, group of customers and number of choices: how often the choice before was taken again, and how often
-- it would have been in any order. A customer's choice of a day is the product of the category with most revenue.
with
choices as (
    select
        scoped_customers.customer_key, orders.category, orders.ordered_on as day,
        max_by(orders.product, (orders.revenue, orders.product)) as product
    from warehouse.orders
    join scoped_customers using (customer_id)
    cross join period
    where orders.category is not null and orders.product is not null and orders.ordered_on <= as_of
        and coalesce(orders.quantity, 1) > 0 and orders.revenue >= 0
    group by all
),

sequences as (
    select
        customer_key, category, product,
        lag(product) over (partition by customer_key, category order by day) as before,
        count(*) over (partition by customer_key, category, product) as alike
    from choices
),

customers as (
    select
        customer_key, category,
        count(*) as choices,
        count(*) filter (product = before) as repeats,
        (sum(alike) - count(*)) / (count(*) * (count(*) - 1)) as by_taste
    from sequences
    group by customer_key, category
    having count(*) >= 2
),

varied as (
    select category
    from choices
    group by category
    having count(distinct product) >= 2
)

select
    category, hash(customer_key) % 20 as fold, choices,
    count(*) as customers,
    cast(sum(repeats) as bigint) as repeats,
    sum(by_taste * (choices - 1)) as by_taste
from customers
join varied using (category)
group by category, fold, choices
order by category, fold, choices
