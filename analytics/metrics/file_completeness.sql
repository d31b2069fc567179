-- What is filled in the customers file: of all customers there under the filters, and of one of them; unpivoted.
with
known as (
    select
        customers.customer_id, customers.status,
        recorded.name, recorded.size, recorded.segment, recorded.industry, recorded.branch, recorded.account_manager,
        recorded.acquired_on, recorded.acquisition_channel, recorded.purchase_reason, recorded.birthday,
        recorded.phone, recorded.email, recorded.address, recorded.consent,
        customers.contract_end,
        -- The end of a contract is asked of those only who have one.
        coalesce(recorded.contract_start, customers.contract_end) as contract
    from scoped_customers as customers
    left join warehouse.customers as recorded using (customer_id)
    where customers.status = 'active' or customers.customer_id = $customer
),

counted as (
    select
        own,
        count(*) as asked,
        count(contract) as contract,
        count(name) as name, count(size) as size, count(segment) as segment, count(industry) as industry,
        count(branch) as branch, count(account_manager) as account_manager, count(acquired_on) as acquired_on,
        count(acquisition_channel) as acquisition_channel, count(purchase_reason) as purchase_reason,
        count(birthday) as birthday, count(phone) as phone, count(email) as email, count(address) as address,
        count(consent) as consent, count(contract_end) as contract_end
    from (
        select true as own, * from known where customer_id = $customer
        union all
        select false, * from known where status = 'active')
    group by own
),

long as (
    unpivot counted
    on name, size, segment, industry, branch, account_manager, acquired_on, acquisition_channel, purchase_reason,
        birthday, phone, email, address, consent, contract_end
    into name field value filled
)

select own, field, filled, case field when 'contract_end' then contract else asked end as asked
from long
