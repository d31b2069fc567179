-- How companies write numbers and truth values, and how each becomes plain text that casts.
-- A macro that cannot read its value returns null; the caller keeps the original for the report.

create or replace temp macro half_width(value) as
    translate(trim(value), '０１２３４５６７８９．，－＋％（）／：', '0123456789.,-+%()/:');

-- Without currency signs and blanks: '￥ 1,234.50' is '1,234.50'.
create or replace temp macro bare_number(value) as
    regexp_replace(
        half_width(value),
        '(?i)rmb|cny|usd|eur|gbp|hkd|jpy|人民币|hk\$|us\$|[¥￥$€£₩₹元圆]|[\s\x{a0}\x{202f}\x{3000}\x{2009}''’]', '', 'g');

-- Without sign, brackets, percent and Chinese myriads: '(12.5万)' is '12.5'.
create or replace temp macro digits_of_number(value) as
    regexp_replace(bare_number(value), '^[(+-]*|[)%万亿-]*$', '', 'g');

create or replace temp macro number_style(digits) as
    case
        when regexp_full_match(digits, '\d+') then 'integer'
        when regexp_full_match(digits, '\d{1,3}\.\d{3}') then 'point_or_thousands'
        when regexp_full_match(digits, '\d{1,3},\d{3}') then 'comma_or_thousands'
        when regexp_full_match(digits, '\d*\.\d*([eE][+-]?\d+)?|\d+[eE][+-]?\d+') and digits <> '.' then 'decimal_point'
        when regexp_full_match(digits, '\d{1,3}(,\d{3})+(\.\d*)?|\d{1,2}(,\d{2})+,\d{3}(\.\d*)?') then 'thousands_comma'
        when regexp_full_match(digits, '\d+,\d+|,\d+') then 'decimal_comma'
        when regexp_full_match(digits, '\d{1,3}(\.\d{3})+(,\d*)?') then 'thousands_point'
        else 'other'
    end;

create or replace temp macro plain_number(value, comma) as (
    case
        when try_cast(value as double) is not null and not (comma and contains(value, '.')) then value
        when comma and number_style(digits_of_number(value))
            in ('integer', 'point_or_thousands', 'comma_or_thousands', 'decimal_comma', 'thousands_point')
            then plain_sign(value) || plain_scale(
                value, replace(replace(digits_of_number(value), '.', ''), ',', '.'))
        when not comma and number_style(digits_of_number(value))
            in ('integer', 'point_or_thousands', 'comma_or_thousands', 'decimal_point', 'thousands_comma')
            then plain_sign(value) || plain_scale(value, replace(digits_of_number(value), ',', ''))
    end
);

-- Aggregates: whether a column holds nothing but plain numbers that can be read in one way only, or plain dates.
create or replace temp macro all_plain_numbers(value) as
    coalesce(bool_and(value is null or coalesce(isfinite(try_cast(value as double)), false)), false)
    and not coalesce(
        bool_and(regexp_full_match(value, '[+-]?\d{1,3}\.\d{3}')) filter (contains(value, '.')), false);

create or replace temp macro all_plain_dates(value) as
    coalesce(
        bool_and(
            regexp_full_match(value, '\d{4}-\d{1,2}-\d{1,2}([ T].*)?') and try_cast(value as timestamp) is not null),
        false);

create or replace temp macro plain_sign(value) as
    case when regexp_matches(bare_number(value), '^-|^\(.*\)|-$') then '-' else '' end;

create or replace temp macro plain_scale(value, digits) as
    case
        when contains(half_width(value), '%') then cast(try_cast(digits as decimal(30, 12)) / 100 as varchar)
        when contains(value, '万') then cast(try_cast(digits as decimal(26, 8)) * 10000 as varchar)
        when contains(value, '亿') then cast(try_cast(digits as decimal(22, 6)) * 100000000 as varchar)
        else digits
    end;

create or replace temp macro plain_truth(value) as
    case
        when lower(half_width(value)) in ('true', 't', 'yes', 'y', '1', '1.0', 'on', 'x', '是', '有', '对', '真', '√', '已')
            then 'true'
        when lower(half_width(value)) in ('false', 'f', 'no', 'n', '0', '0.0', 'off', '否', '无', '错', '假', '×', '未')
            then 'false'
    end;
