-- Customers lost by a day, as was known then, and not won back since: by silence, or gone for another reason.
select
    customer_key,
    case when arg_max(cast(basis as varchar), lost_on) = 'silent' then 'silent' else 'gone' end as standing
from losses
where lost_on <= $day and known_on <= $day and (returned_on is null or returned_on > $day)
group by customer_key
