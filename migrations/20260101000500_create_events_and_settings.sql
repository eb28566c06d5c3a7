-- Every change: who, when, what, before, after. Written in the same transaction as the change.

create table event (
    id            bigserial primary key,
    at            timestamptz not null,
    -- Null when the program itself acted (import at start, trial data).
    actor_id      bigint      references user_account (id),
    -- import, report.save, report.submit, report.return, …
    action        text        not null,
    document_id   bigint      references document (id),
    item_id       bigint      references item (id),
    department_id bigint      references department (id),
    report_id     bigint      references report (id),
    before        jsonb,
    after         jsonb
);
create index event_by_item on event (item_id, id);
create index event_by_document on event (document_id, id);
create index event_by_actor on event (actor_id, id);

-- The log is a record: rows are added and nothing else.
create function keep_events() returns trigger language plpgsql as $$
begin
    raise exception 'the event log is only added to' using errcode = 'restrict_violation';
end;
$$;
create trigger event_stays before update or delete on event
    for each row execute function keep_events();
create trigger event_stays_whole before truncate on event
    for each statement execute function keep_events();

create table setting (
    key   text primary key,
    value text not null
);
