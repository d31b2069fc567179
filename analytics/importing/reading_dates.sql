-- How companies write dates. Brought in only where a column is not plain.
--
-- Dates. Styles with a certain order of year, month and day are read wherever they stand;
-- 'numbers' is what only the whole column can order.
create temp macro if not exists date_style(value) as
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

create temp macro if not exists first_number(value) as
    cast(regexp_extract(half_width(value), '^(\d{1,2})[-/.](\d{1,2})[-/.]', 1) as integer);

create temp macro if not exists second_number(value) as
    cast(regexp_extract(half_width(value), '^(\d{1,2})[-/.](\d{1,2})[-/.]', 2) as integer);

create temp macro if not exists full_year(year) as
    case when length(year) > 2 then year when year < '70' then '20' || year else '19' || year end;

create temp macro if not exists date_of_numbers(value, month_first) as
    full_year(regexp_extract(half_width(value), '^\d+\D\d+\D(\d+)', 1)) || '-'
    || case when month_first then first_number(value) else second_number(value) end || '-'
    || case when month_first then second_number(value) else first_number(value) end;
