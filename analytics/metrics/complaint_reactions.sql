-- To whom customers turned, how it ended, and who stayed, over the whole history known on the as-of day.
with
known as (
    select
        coalesce(reaction, 'not_stated') as reaction, outcome, reopened,
        case when complaints.window_end <= as_of then complaints.stayed end as stayed
    from complaint_facts as complaints
    join scope using (customer_key)
    cross join period
    where opened_on <= as_of and exists (select 1 from complaint_facts where reaction is not null)
)

select
    reaction,
    count(*) as complaints,
    count(*) filter (outcome in ('resolved', 'unresolved')) as decided,
    count(*) filter (outcome = 'unresolved') as unresolved,
    count(stayed) as judged,
    count(*) filter (stayed) as stayed
from known
group by reaction
order by complaints desc, reaction
