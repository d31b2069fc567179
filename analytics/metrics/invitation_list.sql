-- The customers who were asked in the period, those who answered, or those who did not; most value first.
with
asked as (
    select
        invitations.customer_key,
        count(*) as asked,
        count(*) filter (invitations.answered and coalesce(invitations.answered_on <= as_of, true)) as answered
    from survey_invitations as invitations
    join scope on scope.customer_key = invitations.customer_key
    cross join period
    where invitations.sent_on is not null
        and invitations.sent_on >= period_start and invitations.sent_on < period_end
        and invitations.sent_on + cast($answer_days as integer) <= as_of
    group by invitations.customer_key
)

select
    customer_key, customer_id, name, size, grade, market, branch, account_manager, asked, answered,
    last_contact_on, value
from asked
join customers_now using (customer_key)
where ($answered is null or (answered > 0) = $answered) and {condition}
order by value desc nulls last, customer_id
