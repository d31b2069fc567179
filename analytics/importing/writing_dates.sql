-- How dates of every style become year-month-day. Brought in only where a column needs it: preparing these
-- takes longer than importing a small file.

create temp macro if not exists month_of_name(name) as
    case lower(left(name, 3))
        when 'jan' then '01' when 'feb' then '02' when 'mar' then '03' when 'apr' then '04' when 'may' then '05'
        when 'jun' then '06' when 'jul' then '07' when 'aug' then '08' when 'sep' then '09' when 'oct' then '10'
        when 'nov' then '11' when 'dec' then '12'
    end;

-- The time of day in any of the styles, after a blank, or nothing.
create temp macro if not exists time_of_day(value) as (
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

-- The day in the styles that may be followed by a time of day, beginning with the year.
create temp macro if not exists day_before_time(value, month_first) as
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

create temp macro if not exists iso_date(value, month_first) as (
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
