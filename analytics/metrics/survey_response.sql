-- Who was asked in the period and who answered, by group. What was sent too lately may still be answered.
with
asked as (
    select
        customers_now.customer_key,
        {dimension} as grouped_by,
        coalesce(customers_now.value, 0) as value,
        count(*) as asked,
        count(*) filter (invitations.answered and coalesce(invitations.answered_on <= as_of, true)) as answered
    from survey_invitations as invitations
    join scope on scope.customer_key = invitations.customer_key
    join customers_now on customers_now.customer_key = invitations.customer_key
    cross join period
    where invitations.sent_on is not null
        and invitations.sent_on >= period_start and invitations.sent_on < period_end
        and invitations.sent_on + cast($answer_days as integer) <= as_of and {condition}
    group by all
)

select
    grouped_by,
    count(*) as customers,
    cast(sum(asked) as bigint) as asked,
    cast(sum(answered) as bigint) as answered,
    cast(sum(asked * asked) as bigint) as asked_squares,
    cast(sum(answered * answered) as bigint) as answered_squares,
    cast(sum(asked * answered) as bigint) as products,
    count(*) filter (answered > 0) as responders,
    coalesce(sum(value) filter (answered > 0), 0) as responders_value,
    coalesce(sum(value) filter (answered = 0), 0) as others_value,
    coalesce(sum(value * value) filter (answered > 0), 0) as responders_squares,
    coalesce(sum(value * value) filter (answered = 0), 0) as others_squares
from asked
group by grouped_by
order by grouped_by
