-- How companies write dates, and how each becomes year-month-day. Stands beside reading_numbers.sql, and is
-- read only where a column needs it: binding these takes longer than importing a small file.
--
-- Dates. Styles with a certain order of year, month and day are read wherever they stand;
-- 'numbers' is what only the whole column can order.
create or replace temp macro date_style(value) as
    case
        when regexp_full_match(half_width(value), '\d{4}-\d{1,2}-\d{1,2}') then 'iso'
        when regexp_full_match(half_width(value), '\d{4}-\d{1,2}-\d{1,2}[ T]\d{1,2}:\d{2}.*') then 'iso_timestamp'
        when regexp_full_match(half_width(value), '\d{4}[/.]\d{1,2}[/.]\d{1,2}(\s.*)?') then 'year_month_day'
        when regexp_full_match(half_width(value), '\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*[日号]?.*') then 'chinese'
        when regexp_full_match(half_width(value), '\d{4}[-/.]\d{1,2}|\d{4}\s*年\s*\d{1,2}\s*月') then 'year_month'
        when regexp_full_match(half_width(value), '(1[89]|20|21)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])') then 'compact'
        when regexp_full_match(half_width(value), '(1[89]|20|21)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])[ T]?([01]\d|2[0-3])[0-5]\d[0-5]\d')
            then 'compact_timestamp'
        when regexp_full_match(half_width(value), '(19|20)\d{2}(0[1-9]|1[0-2])') then 'compact_month'
        when regexp_full_match(half_width(value), '\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})([\s,].*)?') then 'numbers'
        when regexp_full_match(half_width(value), '(?i)\d{1,2}[-\s]*[a-z]{3,9}[-\s,.]*(\d{4}|\d{2})([\s,].*)?') then 'day_name_year'
        when regexp_full_match(half_width(value), '(?i)[a-z]{3,9}[.\s]*\d{1,2}[\s,]+\d{4}([\s,].*)?') then 'name_day_year'
        when regexp_full_match(half_width(value), '[1-7]\d{4}([.]\d+)?') then 'excel_serial'
        when regexp_full_match(half_width(value), '1\d{9}|1\d{12}') then 'unix'
        else 'other'
    end;

create or replace temp macro first_number(value) as
    cast(regexp_extract(half_width(value), '^(\d{1,2})[-/.](\d{1,2})[-/.]', 1) as integer);

create or replace temp macro second_number(value) as
    cast(regexp_extract(half_width(value), '^(\d{1,2})[-/.](\d{1,2})[-/.]', 2) as integer);

create or replace temp macro full_year(year) as
    case when length(year) > 2 then year when year < '70' then '20' || year else '19' || year end;

create or replace temp macro month_of_name(name) as
    case lower(left(name, 3))
        when 'jan' then '01' when 'feb' then '02' when 'mar' then '03' when 'apr' then '04' when 'may' then '05'
        when 'jun' then '06' when 'jul' then '07' when 'aug' then '08' when 'sep' then '09' when 'oct' then '10'
        when 'nov' then '11' when 'dec' then '12'
    end;

-- The time of day in any of the styles, after a blank, or nothing.
create or replace temp macro time_of_day(value) as (
    coalesce(
        ' ' || cast(
            try_cast(nullif(regexp_extract(value, '\d{1,2}:\d{2}(:\d{2})?'), '') as time)
            + case
                when regexp_matches(value, '(?i)pm|下午|晚上') and not regexp_matches(value, '\D12:\d{2}')
                    then interval 12 hour
                when regexp_matches(value, '(?i)am|上午|凌晨') and regexp_matches(value, '\D12:\d{2}')
                    then interval 12 hour
                else interval 0 hour
            end as varchar),
        '')
);

create or replace temp macro date_of_numbers(value, month_first) as
    full_year(regexp_extract(half_width(value), '^\d+\D\d+\D(\d+)', 1)) || '-'
    || case when month_first then first_number(value) else second_number(value) end || '-'
    || case when month_first then second_number(value) else first_number(value) end;

-- The day in the styles that may be followed by a time of day, beginning with the year.
create or replace temp macro day_before_time(value, month_first) as
    case
        when regexp_matches(half_width(value), '^\d{4}\D') then regexp_replace(
            half_width(value), '^(\d{4})\D+(\d{1,2})\D+(\d{1,2}).*$', '\1-\2-\3')
        when regexp_matches(half_width(value), '^\d{1,2}[-/.]\d') then date_of_numbers(value, month_first)
        when regexp_matches(half_width(value), '^\d') then
            full_year(regexp_extract(half_width(value), '(?i)^\d{1,2}[-\s]*[a-z]+[-\s,.]*(\d+)', 1)) || '-'
            || month_of_name(regexp_extract(half_width(value), '(?i)[a-z]+')) || '-'
            || regexp_extract(half_width(value), '^\d{1,2}')
        else
            regexp_extract(half_width(value), '\d{4}') || '-'
            || month_of_name(regexp_extract(half_width(value), '(?i)^[a-z]+')) || '-'
            || regexp_extract(half_width(value), '\d{1,2}')
    end;

create or replace temp macro iso_date(value, month_first) as (
    case date_style(value)
        when 'other' then null
        when 'iso' then half_width(value)
        when 'iso_timestamp' then half_width(value)
        when 'year_month' then regexp_replace(half_width(value), '^(\d{4})\D+(\d{1,2})\D*$', '\1-\2-01')
        when 'compact' then regexp_replace(half_width(value), '^(\d{4})(\d{2})(\d{2})$', '\1-\2-\3')
        when 'compact_timestamp' then regexp_replace(
            half_width(value), '^(\d{4})(\d{2})(\d{2})[ T]?(\d{2})(\d{2})(\d{2})$', '\1-\2-\3 \4:\5:\6')
        when 'compact_month' then regexp_replace(half_width(value), '^(\d{4})(\d{2})$', '\1-\2-01')
        when 'excel_serial' then strftime(
            timestamp '1899-12-30' + to_seconds(round(cast(half_width(value) as double) * 86400)), '%Y-%m-%d %H:%M:%S')
        when 'unix' then strftime(
            make_timestamp(cast(rpad(half_width(value), 16, '0') as bigint)), '%Y-%m-%d %H:%M:%S')
        else day_before_time(value, month_first) || time_of_day(value)
    end
);
