-- 送审, 牵头汇总 and 更正: the way of a report from its clerk over the reviewer of the unit, and over whoever collects for
-- the item, to the office.

alter table report
    -- That of its item, which never changes: so what waits is counted without looking at ten thousand items.
    add column document_id       bigint references document (id),
    -- 送审: by somebody of the unit, to a reviewer of the unit.
    add column handed_in_by      bigint references user_account (id),
    add column handed_in_at      timestamptz,
    -- To whom it goes, settled when it is sent: the office, or the department that collects for the item.
    add column recipient         text   not null default 'office',
    -- Who sent it back; with the reason it stays on the draft until that is sent again.
    add column returned_by_stage text,
    -- Why a report that was verified is reported once more.
    add column correction_reason text,
    -- Why it was sent although contributions are missing.
    add column missing_reason    text,
    -- What whoever reviews should look at, settled when it is sent.
    add column warnings          text[] not null default '{}';
update report set returned_by_stage = 'office' where state = 'returned';
update report r set document_id = i.document_id from item i where i.id = r.item_id;
create function set_report_document() returns trigger language plpgsql as $$
begin
    select document_id into new.document_id from item where id = new.item_id;
    return new;
end;
$$;
create trigger report_document before insert on report
    for each row execute function set_report_document();

alter table report
    alter column document_id set not null,
    drop constraint report_state,
    drop constraint report_submission,
    drop constraint report_return,
    add constraint report_state check (state in ('draft', 'handed_in', 'submitted', 'returned', 'accepted')),
    add constraint report_recipient check (recipient in ('office', 'lead')),
    add constraint report_return_stage check (returned_by_stage in ('unit', 'lead', 'office')),
    add constraint report_handing_in check (state <> 'handed_in' or (handed_in_by is not null and handed_in_at is not null)),
    add constraint report_submission
        check (state not in ('submitted', 'accepted') or (submitted_by is not null and submitted_at is not null)),
    add constraint report_return check (state <> 'returned' or (return_reason is not null and returned_by_stage is not null)),
    add constraint report_correction check ((revision > 1) = (correction_reason is not null)),
    -- Nobody approves their own: not what they wrote or handed in, whatever posts they hold.
    add constraint report_own_submission
        check (state not in ('submitted', 'accepted') or handed_in_by is null
               or (submitted_by <> handed_in_by and submitted_by <> saved_by and submitted_by <> author_id)),
    add constraint report_own_review
        check (state not in ('accepted', 'returned')
               or (reviewed_by is not null and reviewed_at is not null
                   and reviewed_by <> author_id and reviewed_by <> saved_by
                   and (handed_in_by is null or reviewed_by <> handed_in_by)
                   and (submitted_by is null or reviewed_by <> submitted_by)));

-- The queues: of the office, of the reviewers of a unit, of whoever collects.
drop index report_by_state;
create index report_for_office on report (submitted_at, id) where state = 'submitted' and recipient = 'office';
create index report_for_office_by_document on report (document_id, department_id) include (warnings, revision)
    where state = 'submitted' and recipient = 'office';
create index report_for_unit on report (department_id, handed_in_at, id) where state = 'handed_in';
create index report_for_lead on report (item_id) where state = 'submitted' and recipient = 'lead';

-- The state machine of `domain::ReportState`, and that nothing is written into a report on its way.
create function keep_report_steps() returns trigger language plpgsql as $$
begin
    if (new.item_id, new.document_id, new.period_id, new.revision, new.author_id)
       is distinct from (old.item_id, old.document_id, old.period_id, old.revision, old.author_id)
       -- A department that was registered twice is one all the same.
       or (new.department_id <> old.department_id
           and not exists (select 1 from department where id = old.department_id and merged_into = new.department_id)) then
        raise exception 'what a report is about never changes' using errcode = 'restrict_violation';
    end if;
    if old.state in ('handed_in', 'submitted')
       and (new.progress_text, new.problems, new.next_step, new.stated_progress, new.saved_by, new.saved_at, new.missing_reason)
           is distinct from
           (old.progress_text, old.problems, old.next_step, old.stated_progress, old.saved_by, old.saved_at, old.missing_reason) then
        raise exception 'a report on its way is not written into' using errcode = 'restrict_violation';
    end if;
    if new.state = old.state then
        return new;
    end if;
    if not ((old.state in ('draft', 'returned') and new.state in ('draft', 'handed_in', 'submitted'))
            or (old.state = 'handed_in' and new.state in ('draft', 'submitted', 'returned'))
            or (old.state = 'submitted' and new.state in ('draft', 'accepted', 'returned'))) then
        raise exception 'a report does not go from % to %', old.state, new.state using errcode = 'restrict_violation';
    end if;
    if new.state = 'submitted' and (old.state = 'handed_in') <> (new.handed_in_by is not null) then
        raise exception 'what was handed in goes through a reviewer, and nothing else' using errcode = 'restrict_violation';
    end if;
    if new.state = 'returned'
       and new.returned_by_stage <> (case when old.state = 'handed_in' then 'unit' else old.recipient end) then
        raise exception 'a report is returned by whom it waits for' using errcode = 'restrict_violation';
    end if;
    return new;
end;
$$;
create trigger report_steps before update on report
    for each row execute function keep_report_steps();

-- Its figures are the report.
create or replace function keep_accepted_values() returns trigger language plpgsql as $$
begin
    if exists (select 1 from report where id = old.report_id and state in ('handed_in', 'submitted', 'accepted')) then
        raise exception 'a figure of a report is altered only while it is a draft' using errcode = 'restrict_violation';
    end if;
    return case tg_op when 'DELETE' then old else new end;
end;
$$;

-- A correction follows the report that it corrects.
create function keep_corrections() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from report where item_id = new.item_id and department_id = new.department_id
                   and period_id = new.period_id and revision = new.revision - 1 and state = 'accepted') then
        raise exception 'only a report that was verified is corrected' using errcode = 'restrict_violation';
    end if;
    return new;
end;
$$;
create trigger report_correction before insert on report
    for each row when (new.revision > 1) execute function keep_corrections();

-- 汇总单位: where all share an item, the one to whom the others report, named by the office for a time.
create table consolidation (
    id            bigserial   primary key,
    item_id       bigint      not null references item (id),
    department_id bigint      not null references department (id),
    named_by      bigint      not null references user_account (id),
    named_at      timestamptz not null,
    ended_by      bigint      references user_account (id),
    ended_at      timestamptz,
    -- Nobody ends it where a duty passes on by itself.
    constraint consolidation_end check (ended_by is null or ended_at is not null)
);
create unique index consolidation_in_force on consolidation (item_id) where ended_at is null;

-- Who collects the reports of others on an item: who leads; where nobody leads, whom the office named, else whom the
-- document names.
create view collector as
select u.item_id, u.department_id
from duty u
where u.role = 'lead'
   or (not exists (select 1 from duty l where l.item_id = u.item_id and l.role = 'lead')
       and (exists (select 1 from consolidation c
                    where c.item_id = u.item_id and c.department_id = u.department_id and c.ended_at is null)
            or (u.role = 'consolidator'
                and not exists (select 1 from consolidation c where c.item_id = u.item_id and c.ended_at is null))));

-- Whose reports on an item go to whoever collects: those who support a lead; where somebody else collects, all others.
create view contributor as
select u.item_id, u.department_id, u.responsibility_id, u.role
from duty u
where (u.role = 'support' and exists (select 1 from duty l where l.item_id = u.item_id and l.role = 'lead'))
   or (not exists (select 1 from duty l where l.item_id = u.item_id and l.role = 'lead')
       and exists (select 1 from collector c where c.item_id = u.item_id)
       and not exists (select 1 from collector c where c.item_id = u.item_id and c.department_id = u.department_id));

-- Who can review what a unit sends.
create view unit_reviewer as
select distinct g.department_id, g.user_id
from user_grant g
join user_account a on a.id = g.user_id
where g.post = 'reviewer' and g.department_id is not null and a.disabled_at is null;
create index user_grant_by_department on user_grant (department_id);
