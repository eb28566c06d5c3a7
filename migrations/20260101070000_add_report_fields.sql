-- 预计能否按期, 需协调事项, and how a figure came about.

alter table report
    -- 能按期, 有风险, 不能按期, as the department sees it.
    add column forecast                   text,
    add column forecast_reason            text   not null default '',
    -- What needs somebody else, and whom; the department, where the name that was typed is one of the region's.
    add column coordination               text   not null default '',
    add column coordination_with          text   not null default '',
    add column coordination_department_id bigint references department (id),
    -- What the figures said of the progress when it was saved, beside what was stated.
    add column computed_progress          text,
    add constraint report_forecast check (forecast in ('on_time', 'at_risk', 'not_on_time')),
    add constraint report_forecast_reason
        check (state in ('draft', 'returned') or forecast is null or forecast = 'on_time' or forecast_reason <> '');

-- Nothing is written into a report on its way; these are its fields as well.
create function keep_report_fields() returns trigger language plpgsql as $$
begin
    if (new.forecast, new.forecast_reason, new.coordination, new.coordination_with, new.coordination_department_id,
        new.computed_progress)
       is distinct from
       (old.forecast, old.forecast_reason, old.coordination, old.coordination_with, old.coordination_department_id,
        old.computed_progress) then
        raise exception 'a report on its way is not written into' using errcode = 'restrict_violation';
    end if;
    return new;
end;
$$;
create trigger report_fields before update on report
    for each row when (old.state in ('handed_in', 'submitted')) execute function keep_report_fields();

-- What the newest reports ask of others.
create index report_coordination on report (item_id, department_id) where coordination <> '';

alter table report_value
    -- 分子 and 分母 of a share that was computed from them.
    add column numerator        numeric,
    add column denominator      numeric,
    -- The number that the figure is held against, where the document itself states none: handed down for the year, or
    -- the figure of the year before; whether it must be reached, and where it stands.
    add column reference        numeric,
    add column reference_floor  boolean not null default false,
    add column reference_source text    not null default '',
    add constraint report_value_denominator check (denominator <> 0);

-- The department that a name means on an item: one of the item's region, by its full or short name; where one name was
-- borne by several, the one that bears it today.
create function department_named(name text, item bigint) returns bigint language sql stable as $$
    select d.id
    from item i
    join document o on o.id = i.document_id
    join department d on d.jurisdiction_id = o.jurisdiction_id and (d.name = $1 or d.short_name = $1)
    where i.id = $2
    order by d.valid_to desc nulls first, d.id limit 1
$$;
