-- 章节, 事项, 指标, 职责 and 应报单位.

create table section (
    id          bigserial primary key,
    document_id bigint   not null references document (id),
    parent_id   bigint   references section (id),
    ordinal     integer  not null,
    level       smallint not null,
    label       text     not null,
    title       text     not null,
    -- Spans count characters of document_source.body.
    span_start  integer  not null,
    span_end    integer  not null,
    constraint section_ordinal_key unique (document_id, ordinal)
);

create table item (
    id                 bigserial primary key,
    document_id        bigint  not null references document (id),
    section_id         bigint  references section (id),
    parent_id          bigint  references item (id),
    ordinal            integer not null,
    kind               text    not null,
    -- As printed: '7.', '（七）', '农产品'.
    label              text    not null,
    -- As people cite it: 三.7, 三（七）.
    locus              text    not null,
    title              text    not null,
    body               text    not null,
    span_start         integer not null,
    span_end           integer not null,
    -- A deadline is data: the words, and the first and last day they mean.
    deadline_printed   text,
    deadline_first     date,
    deadline_last      date,
    deadline_precision text,
    deadline_inferred  boolean not null default false,
    deadline_start     integer,
    deadline_end       integer,
    -- Where it stands, derived from its duties and kept in step by whoever writes a report (store::standing),
    -- so that counting a nation's items is an index and not a scan.
    progress           text    not null default 'other',
    shortfall          numeric,
    -- Last day of the newest period that those who decide have reported on.
    reported_through   date,
    -- All its targets are aspirations (力争).
    soft               boolean not null default false,
    -- A division notice shows it instead; such an item is not counted twice.
    served             boolean not null default false,
    constraint item_ordinal_key unique (document_id, ordinal),
    constraint item_span check (span_start <= span_end)
);
-- The overview and the ledger count tracked items by document and progress.
create index item_by_progress on item (document_id, progress) where not served;
create index item_by_deadline on item (deadline_last) where not served and progress <> 'done';

create table target (
    id                 bigserial primary key,
    item_id            bigint   not null references item (id),
    ordinal            integer  not null,
    name               text     not null,
    comparator         text     not null,
    value              numeric,
    upper              numeric,
    grade              text,
    trend              text,
    unit               text     not null default '',
    kind               text     not null,
    soft               boolean  not null default false,
    maintain           boolean  not null default false,
    deadline_printed   text,
    deadline_first     date,
    deadline_last      date,
    deadline_precision text,
    span_start         integer  not null,
    span_end           integer  not null,
    constraint target_ordinal_key unique (item_id, ordinal)
);

-- Which targets an item is reported on: its own, and those that a linked decision supplies
-- (the goal lines of a division notice have no numbers; the decision has them).
create table item_target (
    item_id   bigint  not null references item (id),
    target_id bigint  not null references target (id),
    ordinal   integer not null,
    primary key (item_id, target_id)
);
create index item_target_by_target on item_target (target_id);

-- An item of one document that is an item of another.
create table item_link (
    from_item_id bigint  not null references item (id),
    to_item_id   bigint  not null references item (id),
    link_id      bigint  not null references document_link (id),
    -- Share of the text that agrees, 0 to 1.
    similarity   numeric not null,
    identical    boolean not null,
    primary key (from_item_id, to_item_id)
);
create index item_link_by_to on item_link (to_item_id);
create index item_link_by_link on item_link (link_id);

-- 职责: what the document says. Names stay as printed for ever; the department stands beside them.
create table responsibility (
    id            bigserial primary key,
    item_id       bigint  not null references item (id),
    department_id bigint  not null references department (id),
    ordinal       integer not null,
    role          text    not null,
    printed       text    not null,
    basis         text    not null,
    collective    boolean not null,
    open_list     boolean not null,
    -- When one line assigns several indicators, which.
    indicator     text,
    span_start    integer not null,
    span_end      integer not null,
    -- A successor takes over on a day.
    valid_from    date,
    valid_to      date,
    constraint responsibility_ordinal_key unique (item_id, ordinal)
);
create index responsibility_by_department on responsibility (department_id, item_id);

-- 应报单位: one department that must report on one item. A collective body is expanded to its members as of a day;
-- one without a roster stands for itself, so that nothing falls silent.
create table duty (
    id                bigserial primary key,
    item_id           bigint  not null references item (id),
    document_id       bigint  not null references document (id),
    department_id     bigint  not null references department (id),
    responsibility_id bigint  not null references responsibility (id),
    role              text    not null,
    -- From the newest report that counts.
    progress          text    not null default 'not_started',
    shortfall         numeric,
    reported_through  date,
    report_id         bigint,
    constraint duty_key unique (item_id, department_id)
);
create index duty_by_department on duty (department_id, document_id);
create index duty_by_document on duty (document_id, department_id, progress);

-- What a department answers for, with what decides whether it is late. `covered_to` is the last day that its reports
-- cover; a duty without reports is covered up to the day before reporting began.
create view tracked_duty as
select u.id, u.item_id, u.document_id, u.department_id, u.role, u.progress, u.shortfall, u.reported_through, u.report_id,
       d.jurisdiction_id, d.cycle, d.reported_from, coalesce(u.reported_through, d.reported_from - 1) as covered_to,
       i.deadline_last
from duty u
join item i on i.id = u.item_id
join document d on d.id = u.document_id
where not i.served;
