-- 行政区, 单位 and everything known about their names. Loaded from seed-data and kept by administrators.

create table jurisdiction (
    id            bigserial primary key,
    -- GB/T 2260: two digits for a province, four for a prefecture.
    code          text    not null,
    name          text    not null,
    short_name    text    not null,
    level         text    not null,
    parent_id     bigint  references jurisdiction (id),
    -- Words that its documents print once and mean for a whole list, separated by ';'.
    prefixes      text    not null default '',
    -- As central offices carry it: 乌鲁木齐海关.
    capital       text    not null default '',
    display_order integer not null default 0,
    constraint jurisdiction_code_key unique (code)
);

create table department (
    id              bigserial primary key,
    -- The key in exchanged tables: xj.zjj.
    code            text    not null,
    jurisdiction_id bigint  not null references jurisdiction (id),
    name            text    not null,
    short_name      text    not null,
    kind            text    not null,
    display_order   integer not null default 0,
    -- valid_to is the first day that no longer counts, so that a successor begins on the day its predecessor ends.
    valid_from      date,
    valid_to        date,
    confidence      text    not null default 'high',
    source          text    not null default '',
    constraint department_code_key unique (code),
    constraint department_validity check (valid_from is null or valid_to is null or valid_from < valid_to)
);
create index department_by_jurisdiction on department (jurisdiction_id, display_order);

create table department_alias (
    id            bigserial primary key,
    department_id bigint not null references department (id),
    alias         text   not null,
    valid_from    date,
    valid_to      date,
    note          text   not null default '',
    constraint department_alias_key unique (department_id, alias)
);
create index department_alias_by_alias on department_alias (alias);

-- Many to many: 国税局 and 地税局 became one, 食药监局 became two.
create table succession (
    id         bigserial primary key,
    from_id    bigint not null references department (id),
    to_id      bigint not null references department (id),
    on_date    date   not null,
    kind       text   not null,
    scope      text   not null default '',
    confidence text   not null default 'high',
    source     text   not null default '',
    constraint succession_key unique (from_id, to_id, on_date)
);
create index succession_by_to on succession (to_id);

-- Members of a collective body (各地州市人民政府) over time.
create table roster_member (
    id            bigserial primary key,
    collective_id bigint  not null references department (id),
    member_id     bigint  not null references department (id),
    valid_from    date,
    valid_to      date,
    display_order integer not null default 0,
    source        text    not null default '',
    constraint roster_member_key unique (collective_id, member_id, valid_from)
);
create index roster_member_by_member on roster_member (member_id);
