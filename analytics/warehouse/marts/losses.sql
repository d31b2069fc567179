with
told as (
    -- The most telling precursor; of several of its kind, the latest.
    select customer_key, lost_on, precursor, seen_on
    from (
        select
            *,
            row_number() over (partition by customer_key, lost_on order by place, seen_on desc) as rank
        from precursors)
    where rank = 1
),

graded as (
    select customer_key, to_on as lost_on, grade
    from customer_spells
    where closed_by = 'lost'
),

explained as (
    select
        lost_lives.*,
        case
            when lost_lives.is_told and customers.lost_cause is not null then customers.lost_cause
            when lost_lives.basis = 'contract_ended' then contract_terms.ended_because
        end as cause,
        case when lost_lives.is_told then customers.lost_cause_note end as cause_note,
        case when lost_lives.is_told then customers.lost_to end as lost_to,
        case when lost_lives.is_told then customers.lost_cause_second end as cause_second,
        case when lost_lives.is_told then customers.lost_decided_on end as decided_on,
        case when lost_lives.is_told then customers.would_return end as would_return,
        customers.tenure_months as tenure_recorded
    from lost_lives
    join dimensions using (customer_key)
    left join customers using (customer_id)
    left join contract_terms
        on contract_terms.customer_key = lost_lives.customer_key and contract_terms.ends_on = lost_lives.lost_on
),

multiples as (
    -- Margin a year times r / (1 + i - r): what a relation is worth that lasts with yearly retention r.
    select size, retention / nullif(1 + discount_rate - retention, 0) as multiple
    from retention
    cross join parameters
),

valued as (
    select
        explained.*,
        coalesce(of_size.multiple, of_all.multiple) as multiple
    from explained
    join dimensions using (customer_key)
    left join multiples as of_size on of_size.size = dimensions.size
    left join multiples as of_all on of_all.size is null
)

select
    cast(row_number() over (order by valued.lost_on nulls last, valued.customer_key) as integer) as loss_id,
    valued.customer_key,
    dimensions.customer_id,
    dimensions.name,
    dimensions.size, dimensions.segment, dimensions.industry, dimensions.market, dimensions.region,
    dimensions.branch, dimensions.account_manager, dimensions.acquisition_channel,
    cast(valued.lost_on as date) as lost_on,
    cast(valued.known_on as date) as known_on,
    cast(valued.basis as enum ('recorded', 'contract_ended', 'silent')) as basis,
    coalesce(graded.grade, snapshot_grades.grade) as grade_before,
    cast(case
        when valued.lost_on is null or beginnings.acquired_on is null then valued.tenure_recorded
        else date_diff('month', date_trunc('month', beginnings.acquired_on), date_trunc('month', valued.lost_on))
    end as integer) as tenure_months,
    valued.value as value_lost,
    valued.margin as margin_lost,
    cast(valued.margin * valued.multiple as bigint) as expected_future_value,
    valued.cause,
    coalesce(cause_words.cause_class, 'not_stated') as cause_class,
    valued.cause_note,
    valued.cause_second,
    second_words.cause_class as cause_class_second,
    valued.lost_to,
    cast(valued.decided_on as date) as decided_on,
    valued.would_return,
    case when valued.lost_on is not null then coalesce(told.precursor, 'none_observed') end as precursor,
    told.seen_on as precursor_on,
    case when cause_words.cause_class <> 'not_stated' then cause_words.cause_class <> 'involuntary' end as avoidable,
    valued.margin > 0 as regretted,
    cast(valued.returned_on as date) as returned_on,
    cast(valued.life_from as date) as relation_began_on,
    cast(lead(valued.lost_on) over later as date) as lost_again_on,
    cast(lead(valued.known_on) over later as date) as lost_again_known_on
from valued
join dimensions using (customer_key)
join beginnings using (customer_key)
left join graded
    on graded.customer_key = valued.customer_key and graded.lost_on = valued.lost_on
left join snapshot_grades
    on snapshot_grades.customer_key = valued.customer_key and valued.lost_on is null
left join told
    on told.customer_key = valued.customer_key and told.lost_on = valued.lost_on
left join cause_words on cause_words.cause = valued.cause
left join cause_words as second_words on second_words.cause = valued.cause_second
window later as (partition by valued.customer_key order by valued.lost_on)
order by loss_id
