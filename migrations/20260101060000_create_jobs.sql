-- Work that no request waits for: any number of instances look here, and each piece is done by one of them.

create table job (
    id          bigserial   primary key,
    -- reminders, housekeeping, mail.
    kind        text        not null,
    -- What the run is for: a day, a letter. Planning it twice plans it once.
    key         text        not null,
    state       text        not null default 'waiting',
    -- Not before; moves on with every failure.
    run_at      timestamptz not null,
    attempts    integer     not null default 0,
    -- Who has it, and until when: an instance that dies gives it up by staying silent.
    claimed_by  text,
    lease_until timestamptz,
    last_error  text,
    -- What it did, in a few words.
    outcome     text        not null default '',
    planned_at  timestamptz not null,
    finished_at timestamptz,
    constraint job_key unique (kind, key),
    constraint job_state check (state in ('waiting', 'running', 'done', 'failed')),
    constraint job_lease check (state <> 'running' or (claimed_by is not null and lease_until is not null))
);
create index job_by_readiness on job (run_at, id) where state in ('waiting', 'running');
create index job_by_end on job (kind, finished_at) where state in ('done', 'failed');
