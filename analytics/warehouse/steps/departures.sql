-- One row: a time a customer left and, where they did, came back. Among the reasons after the same sign of
-- life the first one counts.
with
signs as (
    select customer_key, day as seen_on from trade_days
    union
    select customer_key, starts_on from contract_terms
    union
    select customer_key, starts_on from beginnings where starts_on is not null
),

followed as (
    select
        customer_key,
        seen_on,
        lead(seen_on) over (partition by customer_key order by seen_on) as next_seen_on
    from signs
    where customer_key in (select customer_key from loss_candidates)
),

placed as (
    select loss_candidates.*, followed.seen_on, followed.next_seen_on
    from loss_candidates
    join followed
        on followed.customer_key = loss_candidates.customer_key
        and followed.seen_on <= loss_candidates.lost_on
        and (followed.next_seen_on is null or followed.next_seen_on > loss_candidates.lost_on)
),

ranked as (
    select
        *,
        row_number() over (partition by customer_key, seen_on order by lost_on, precedence) as place
    from placed
)

select
    customer_key,
    lost_on,
    known_on,
    basis,
    case when next_seen_on <= as_of then next_seen_on end as returned_on
from ranked
cross join parameters
where place = 1
