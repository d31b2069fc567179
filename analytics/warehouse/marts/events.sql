-- What was done in a crisis is no event that explains a change; the crisis itself is.
select happened_on, title, kind, branch, note
from events
where kind is null or kind not in ('crisis_statement', 'crisis_decision', 'crisis_stop_sale')
order by happened_on, title
