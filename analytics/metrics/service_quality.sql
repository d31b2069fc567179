-- Service jobs by branch and month over the whole history, and what of them was as it should be; a month cut by an
-- end of the period, of the one before or of the one a year ago has a row on either side.
with
alike as (
    -- Jobs of which the same was written down are counted once here, so that little is left to tell apart below.
    select
        facts.branch,
        date_trunc('month', facts.done_on) as month,
        facts.done_on >= period_start and facts.done_on < period_end as now,
        facts.done_on >= previous_start and facts.done_on < previous_end as previous,
        facts.done_on >= year_ago_start and facts.done_on < year_ago_end as year_ago,
        facts.failed, facts.on_time, facts.right_first_time, facts.promise_kept, facts.returned, facts.complete,
        count(*) as jobs,
        max(facts.done_on) as last_on
    from service_facts as facts
    join scope using (customer_key)
    cross join period
    where facts.done_on <= as_of
    group by all
)

select
    branch, month, month + interval 1 month <= any_value(period.as_of) + interval 1 day as complete,
    coalesce(now, false) as now, coalesce(previous, false) as previous, coalesce(year_ago, false) as year_ago,
    max(last_on) filter (failed) as failed_on,
    sum(jobs) as jobs,
    sum(jobs) filter (failed is not null) as judged,
    sum(jobs) filter (failed) as failed,
    sum(jobs) filter (on_time is not null) as timed,
    sum(jobs) filter (on_time) as on_time,
    sum(jobs) filter (right_first_time is not null) as checked,
    sum(jobs) filter (right_first_time) as right_first_time,
    sum(jobs) filter (promise_kept is not null) as promised,
    sum(jobs) filter (promise_kept) as promise_kept,
    sum(jobs) filter (not on_time) as late,
    sum(jobs) filter (not right_first_time) as wrong,
    sum(jobs) filter (returned) as returned,
    sum(jobs) filter (not alike.complete) as incomplete,
    sum(jobs) filter (not promise_kept) as broken,
    sum(jobs) filter (not coalesce(right_first_time, true) or not coalesce(alike.complete, true))
        as wrong_or_incomplete,
    sum(jobs) filter (not promise_kept and coalesce(on_time, true) and coalesce(right_first_time, true)
        and coalesce(alike.complete, true)) as promised_not_provided
from alike
cross join period
group by branch, month, now, previous, year_ago
order by branch, month
