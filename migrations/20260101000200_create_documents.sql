-- 文件: what was decided, with the text that was read and the bytes that arrived.

create table document (
    id              bigserial primary key,
    jurisdiction_id bigint      not null references jurisdiction (id),
    title           text        not null,
    -- False when the text has no title and the file's name stands in for it.
    title_printed   boolean     not null default true,
    doc_number      text,
    issuer          text,
    kind            text        not null default '',
    issued_on       date,
    printed_on      date,
    addressee       text,
    copied_to       text,
    -- What its bare lists of departments mean (DESIGN §3).
    role_rule       text        not null,
    -- How often its items are reported on, and from which day.
    cycle           text        not null default 'quarter',
    reported_from   date        not null,
    -- Counts, so that lists need not count.
    sections        integer     not null default 0,
    items           integer     not null default 0,
    imported_at     timestamptz not null,
    imported_by     bigint      references user_account (id)
);
create index document_by_jurisdiction on document (jurisdiction_id, id);
create index document_by_number on document (doc_number);

-- Large and rarely read, so apart from the row that lists show.
create table document_source (
    document_id   bigint primary key references document (id),
    -- Exactly the text that every span leads into.
    body          text   not null,
    body_sha256   bytea  not null,
    original      bytea  not null,
    original_name text   not null,
    media_type    text   not null,
    constraint document_source_body_key unique (body_sha256)
);

-- Findings of the reading, kept as they were when the document was published.
create table document_finding (
    id          bigserial primary key,
    document_id bigint  not null references document (id),
    kind        text    not null,
    message     text    not null,
    asks        boolean not null,
    line        integer not null,
    span_start  integer not null,
    span_end    integer not null
);
create index document_finding_by_document on document_finding (document_id, span_start);

-- Documents that it names, by which it is joined to them whichever of the two arrives first.
create table citation (
    id          bigserial primary key,
    document_id bigint not null references document (id),
    title       text,
    doc_number  text
);
create index citation_by_document on citation (document_id);
create index citation_by_number on citation (doc_number);
create index citation_by_title on citation (title);

-- 分工, 落实, 修订, 引用: `from` does something to `to`.
create table document_link (
    id               bigserial primary key,
    from_document_id bigint not null references document (id),
    to_document_id   bigint not null references document (id),
    kind             text   not null,
    constraint document_link_key unique (from_document_id, to_document_id, kind)
);
create index document_link_by_to on document_link (to_document_id);
