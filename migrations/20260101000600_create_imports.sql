-- 导入: a text on its way from a file to a document, with every decision that people made about it. What is read from
-- the text is never stored: it is read again on every request, so that a better parser improves open reviews.

create table import (
    id              bigserial primary key,
    state           text        not null default 'open',
    -- The file's name without its extension, the title of last resort.
    name            text        not null,
    body            text        not null,
    body_sha256     bytea       not null,
    original        bytea       not null,
    original_name   text        not null,
    media_type      text        not null,
    -- What the reading of the file remarked: headers dropped, a page without text.
    remarks         text[]      not null default '{}',
    -- The document of which this text is a new version.
    replaces_id     bigint      references document (id),
    document_id     bigint      references document (id),
    created_by      bigint      not null references user_account (id),
    created_at      timestamptz not null,
    closed_by       bigint      references user_account (id),
    closed_at       timestamptz,
    constraint import_state check (state in ('open', 'published', 'abandoned')),
    constraint import_published check ((state = 'published') = (document_id is not null))
);
-- One open review a text: whoever brings the same text again is led to it.
create unique index import_open_body_key on import (body_sha256) where state = 'open';
create index import_by_state on import (state, id);

-- Decisions are rows and never change; the newest of a subject holds, and undoing adds who and when.
create table import_decision (
    id        bigserial primary key,
    import_id bigint      not null references import (id),
    -- What it competes with: 'item', 'add', 'rule', 'name:…'.
    subject   text        not null,
    -- Characters of the text that it is about.
    anchor_start integer  not null,
    anchor_end   integer  not null,
    body      jsonb       not null,
    -- Decisions that were made with one click are undone with one.
    batch     bigint,
    by_id     bigint      not null references user_account (id),
    at        timestamptz not null,
    undone_by bigint      references user_account (id),
    undone_at timestamptz
);
create index import_decision_by_import on import_decision (import_id, id);
