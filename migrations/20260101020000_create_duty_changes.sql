-- Who keeps the registry does not overwrite another: every row counts its changes.
alter table jurisdiction add column version integer not null default 1;
alter table department
    add column version     integer not null default 1,
    -- A department that was created twice: the row that goes on in its place.
    add column merged_into bigint references department (id),
    add constraint department_merged check (merged_into is null or merged_into <> id);
create index department_by_merged on department (merged_into) where merged_into is not null;
alter table department_alias add column version integer not null default 1;
alter table succession
    add column version integer not null default 1,
    add constraint succession_ends check (from_id <> to_id);
alter table roster_member
    add column version integer not null default 1,
    add constraint roster_member_validity check (valid_from is null or valid_to is null or valid_from < valid_to);

-- 职责变动: duties that passed to a successor, or began and ended with a roster, by one act of one person.
create table duty_change (
    id            bigserial   primary key,
    kind          text        not null,
    -- The department that ended, or the body whose roster changed.
    department_id bigint      not null references department (id),
    -- From when it holds.
    on_date       date        not null,
    items         integer     not null,
    at            timestamptz not null,
    by_id         bigint      references user_account (id),
    undone_at     timestamptz,
    undone_by     bigint      references user_account (id),
    constraint duty_change_kind check (kind in ('succession', 'roster')),
    constraint duty_change_undoing check (undone_by is null or undone_at is not null)
);
create index duty_change_by_department on duty_change (department_id, id);

-- The name stays as printed; the row of a successor follows the one that was printed for its predecessor.
alter table responsibility
    add column follows_id bigint references responsibility (id),
    add column change_id  bigint references duty_change (id);
create index responsibility_by_followed on responsibility (follows_id) where follows_id is not null;
create index responsibility_by_change on responsibility (change_id) where change_id is not null;

create index duty_by_responsibility on duty (responsibility_id);

-- A duty that ended, as it stood on that day. `duty` holds what lasts, so that no count has to ask for dates.
create table former_duty (
    change_id         bigint  not null references duty_change (id),
    item_id           bigint  not null references item (id),
    document_id       bigint  not null references document (id),
    department_id     bigint  not null references department (id),
    responsibility_id bigint  not null references responsibility (id),
    role              text    not null,
    progress          text    not null,
    shortfall         numeric,
    reported_through  date,
    report_id         bigint  references report (id),
    reported_from     date,
    primary key (change_id, item_id, department_id)
);
create index former_duty_by_item on former_duty (item_id);
create index former_duty_by_department on former_duty (department_id, document_id);

-- A duty that a change began, or altered; so that it can be undone.
create table altered_duty (
    change_id             bigint not null references duty_change (id),
    item_id               bigint not null references item (id),
    department_id         bigint not null references department (id),
    -- What it was before; null where it did not exist.
    role_before           text,
    responsibility_before bigint references responsibility (id),
    primary key (change_id, item_id, department_id)
);

-- Whose reports count for a duty until its own department has reported on a period that ends after it took over, so
-- that nothing is asked twice.
create table duty_origin (
    item_id       bigint not null references item (id),
    department_id bigint not null references department (id),
    origin_id     bigint not null references department (id),
    taken_on      date   not null,
    change_id     bigint not null references duty_change (id),
    primary key (item_id, department_id, origin_id)
);
create index duty_origin_by_origin on duty_origin (origin_id, item_id);
create index duty_origin_by_change on duty_origin (change_id);

-- Tables of the registry that were uploaded, to be judged before anything is written.
create table registry_upload (
    id         bigserial   primary key,
    by_id      bigint      not null references user_account (id),
    at         timestamptz not null,
    applied_at timestamptz,
    applied_by bigint      references user_account (id)
);
create table registry_upload_file (
    upload_id bigint  not null references registry_upload (id),
    ordinal   integer not null,
    name      text    not null,
    body      bytea   not null,
    primary key (upload_id, ordinal)
);
