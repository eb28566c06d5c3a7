-- 填报安排, 节假日 and 轮次: when which period is reported on.

-- Many documents share few schedules. What a schedule says is the rule; the days of a round that somebody has met stand
-- in `round`.
create table schedule (
    id             bigserial primary key,
    name           text        not null,
    cycle          text        not null,
    -- The day of the month by which reports are due; a shorter month ends it. Of no meaning for 一次性 and 按节点.
    due_day        integer     not null default 25,
    -- The month after the period (4月15日报一季度) and not its last one.
    due_next_month boolean     not null default false,
    -- When the due day is no working day: later, earlier, none.
    shift          text        not null default 'later',
    -- So many days before the due day reporting opens; null: on the first day of the period.
    opens_days     integer,
    -- Taken for a document of which nobody has said otherwise.
    standard       boolean     not null default false,
    created_at     timestamptz not null,
    constraint schedule_name_key unique (name),
    constraint schedule_due_day check (due_day between 1 and 31),
    constraint schedule_shift check (shift in ('later', 'earlier', 'none')),
    constraint schedule_opens_days check (opens_days between 1 and 366)
);
create unique index schedule_standard on schedule (standard) where standard;

-- The days of 一次性 and 按节点; each is a period of its own.
create table schedule_date (
    schedule_id bigint not null references schedule (id),
    day         date   not null,
    title       text   not null,
    primary key (schedule_id, day)
);

-- Days that are not what their weekday says: public holidays, and weekends that are worked (调休).
create table holiday (
    day  date primary key,
    kind text not null,
    name text not null,
    constraint holiday_kind check (kind in ('off', 'work'))
);

-- A period under a schedule, from the moment on which somebody began a report on it, changed its due day or locked it,
-- or on which other rules would have moved a due day that is over. Without a row the rule holds.
create table round (
    id          bigserial primary key,
    schedule_id bigint      not null references schedule (id),
    period_id   bigint      not null references period (id),
    opens_on    date        not null,
    due_on      date        not null,
    -- Why a person set another due day; such a day follows no rule any more.
    due_reason  text,
    -- A locked round takes no report.
    locked_at   timestamptz,
    locked_by   bigint      references user_account (id),
    lock_reason text,
    constraint round_key unique (schedule_id, period_id),
    constraint round_lock check ((locked_at is null) = (locked_by is null) and (locked_at is null) = (lock_reason is null))
);
create index round_by_period on round (period_id);
create index round_by_due_day on round (due_on);

-- What documents were reported on so far becomes a schedule for each cycle in use, with the rule that held: the 25th of
-- the last month, not moved by holidays.
insert into schedule (name, cycle, shift, standard, created_at)
select case cycle when 'month' then '每月25日前' when 'quarter' then '每季度末月25日前' when 'half_year' then '每半年末月25日前'
                  else '每年12月25日前' end,
       cycle, 'none', cycle = 'quarter', now()
from (select distinct cycle from document) used;

-- An item may have a schedule of its own; null: that of its document.
alter table document add column schedule_id bigint references schedule (id);
update document d set schedule_id = s.id from schedule s where s.cycle = d.cycle;
alter table document alter column schedule_id set not null;
alter table item add column schedule_id bigint references schedule (id);
create index document_by_schedule on document (schedule_id, id);
create index item_by_schedule on item (schedule_id) where schedule_id is not null;

insert into round (schedule_id, period_id, opens_on, due_on)
select s.id, p.id, p.first_day, p.due_on
from period p join schedule s on s.cycle = p.cycle
where exists (select 1 from report r where r.period_id = p.id);
alter table period drop column due_on;

-- The round that a report was made in, whatever schedule its document has later; and when it was first sent, because
-- what is sent again after it was returned is not late for that. Both follow from the report itself, whoever writes it.
alter table report
    add column round_id      bigint references round (id),
    add column first_sent_at timestamptz;
alter table report disable trigger user;
update report r
set round_id = n.id, first_sent_at = case when r.state <> 'draft' then r.submitted_at end
from item i, document d, round n
where i.id = r.item_id and d.id = i.document_id and n.schedule_id = coalesce(i.schedule_id, d.schedule_id)
  and n.period_id = r.period_id;
alter table report enable trigger user;
create index report_by_round on report (round_id);

create function place_report() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.revision > 1 then
            -- A correction is late only if what it corrects was.
            select r.round_id, r.first_sent_at into new.round_id, new.first_sent_at from report r
            where r.item_id = new.item_id and r.department_id = new.department_id and r.period_id = new.period_id
              and r.revision = new.revision - 1;
        elsif new.round_id is null then
            select n.id into new.round_id from item i join document d on d.id = i.document_id
            join round n on n.schedule_id = coalesce(i.schedule_id, d.schedule_id) and n.period_id = new.period_id
            where i.id = new.item_id;
        end if;
        if new.first_sent_at is null and new.state in ('submitted', 'returned', 'accepted') then
            new.first_sent_at := new.submitted_at;
        end if;
    elsif new.state = 'submitted' and old.state <> 'submitted' then
        new.first_sent_at := coalesce(new.first_sent_at, new.submitted_at);
    elsif new.state = 'draft' and old.state = 'submitted' and new.revision = 1
          and new.first_sent_at = old.submitted_at then
        -- Taken back before anybody has looked at it: it was not sent. What was returned before was, and stays so.
        new.first_sent_at := null;
    end if;
    return new;
end;
$$;
create trigger report_is_placed before insert or update on report
    for each row execute function place_report();

-- A locked round takes nothing any more, whoever writes it: what came in before is judged, and nothing else. The row of
-- the round is held, so that it is not locked between this look and the end of the transaction.
create function keep_locked_rounds() returns trigger language plpgsql as $$
declare
    locked boolean;
begin
    if tg_op = 'UPDATE'
       and (new.state in ('accepted', 'returned')
            or (new.state, new.progress_text, new.problems, new.next_step, new.stated_progress, new.saved_at)
               is not distinct from
               (old.state, old.progress_text, old.problems, old.next_step, old.stated_progress, old.saved_at)) then
        return new;
    end if;
    select locked_at is not null into locked from round where id = new.round_id for share;
    if locked then
        raise exception 'a locked round takes no report' using errcode = 'restrict_violation', constraint = 'report_round_stays';
    end if;
    return new;
end;
$$;
-- Its name puts it after the one that says which round it is.
create trigger report_round_stays before insert or update on report
    for each row execute function keep_locked_rounds();

drop view tracked_duty;
alter table document drop column cycle;
create view tracked_duty as
select u.id, u.item_id, u.document_id, u.department_id, u.role, u.progress, u.shortfall, u.reported_through, u.report_id,
       d.jurisdiction_id, coalesce(i.schedule_id, d.schedule_id) as schedule_id,
       coalesce(u.reported_from, d.reported_from) as reported_from,
       coalesce(u.reported_through, coalesce(u.reported_from, d.reported_from) - 1) as covered_to, i.deadline_last
from duty u
join item i on i.id = u.item_id
join document d on d.id = u.document_id
where not i.served;

-- Whether schedules, holidays and rounds are still those that a server has in memory, as `registry_state` says it of names.
create table calendar_state as select 0::bigint as version;
alter table calendar_state add primary key (version);

create function mark_calendar() returns trigger language plpgsql as $$
begin
    update calendar_state set version = txid_current() where version <> txid_current();
    return null;
end;
$$;
create trigger schedule_marks after insert or update or delete on schedule
    for each row execute function mark_calendar();
create trigger schedule_date_marks after insert or update or delete on schedule_date
    for each row execute function mark_calendar();
create trigger holiday_marks after insert or update or delete on holiday
    for each row execute function mark_calendar();
create trigger round_marks after insert or update or delete on round
    for each row execute function mark_calendar();
