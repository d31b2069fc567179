select
    $build_id as build_id,
    cast($built_at as timestamp) as built_at,
    as_of,
    first_event,
    dated,
    has_orders,
    has_surveys,
    has_complaints,
    has_contacts,
    has_contracts,
    has_costs,
    $currency as currency,
    cast($demo as boolean) as demo,
    $name as name
from parameters
