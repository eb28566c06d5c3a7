-- 申请: what a department asks of the office about an item. An extension granted moves the deadline that counts; the
-- one that the document sets is kept and shown for ever.

create table request (
    id            bigserial   primary key,
    item_id       bigint      not null references item (id),
    document_id   bigint      not null references document (id),
    department_id bigint      not null references department (id),
    kind          text        not null,
    -- The report whose conclusion is objected to.
    report_id     bigint      references report (id),
    reason        text        not null,
    -- What was done so far: asked with an extension.
    progress_text text        not null default '',
    -- The deadline in force when an extension was asked for, and the one asked for.
    deadline      date,
    proposed_on   date,
    -- Who should answer instead, or how the clause should be read.
    proposal      text        not null default '',
    state         text        not null default 'open',
    asked_by      bigint      not null references user_account (id),
    asked_at      timestamptz not null,
    decided_by    bigint      references user_account (id),
    decided_at    timestamptz,
    decision      text        not null default '',
    -- The date that was decided, which may differ from the one asked for.
    granted_on    date,
    constraint request_kind check (kind in ('extension', 'department', 'interpretation', 'objection')),
    constraint request_state check (state in ('open', 'granted', 'declined', 'withdrawn')),
    constraint request_extension
        check (kind <> 'extension' or (deadline is not null and proposed_on > deadline and progress_text <> '')),
    constraint request_proposal check (kind not in ('department', 'interpretation') or proposal <> ''),
    constraint request_decision
        check ((state = 'open') = (decided_by is null) and (state = 'open') = (decided_at is null)
               and (state not in ('granted', 'declined') or decision <> '')),
    constraint request_granted
        check ((granted_on is not null) = (state = 'granted' and kind = 'extension')),
    -- Nobody decides on their own.
    constraint request_two_people check (state not in ('granted', 'declined') or decided_by <> asked_by)
);
create unique index request_open on request (item_id, department_id, kind) where state = 'open';
create index request_waiting on request (document_id) where state = 'open';
create index request_by_item on request (item_id, id);
create index request_by_department on request (department_id, id);

create function keep_decided_requests() returns trigger language plpgsql as $$
begin
    if old.state <> 'open' then
        raise exception 'a decided request is never altered' using errcode = 'restrict_violation';
    end if;
    if (new.item_id, new.document_id, new.department_id, new.kind, new.report_id, new.reason, new.progress_text, new.deadline,
        new.proposed_on, new.proposal, new.asked_by, new.asked_at)
       is distinct from
       (old.item_id, old.document_id, old.department_id, old.kind, old.report_id, old.reason, old.progress_text, old.deadline,
        old.proposed_on, old.proposal, old.asked_by, old.asked_at) then
        raise exception 'what was asked never changes' using errcode = 'restrict_violation';
    end if;
    return new;
end;
$$;
create trigger request_stays before update on request for each row execute function keep_decided_requests();

-- The deadline that counts is item.deadline_last; where it was moved, this is the one that the document sets.
alter table item add column original_deadline date;

-- Every move, so that none is lost when there is another.
create table deadline_change (
    id         bigserial   primary key,
    item_id    bigint      not null references item (id),
    request_id bigint      not null references request (id),
    old_on     date        not null,
    new_on     date        not null,
    changed_by bigint      not null references user_account (id),
    changed_at timestamptz not null,
    constraint deadline_change_later check (new_on > old_on)
);
create index deadline_change_by_item on deadline_change (item_id, id);
