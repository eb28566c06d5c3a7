-- 填报周期 and 填报.

create table period (
    id        bigserial primary key,
    cycle     text not null,
    first_day date not null,
    last_day  date not null,
    due_on    date not null,
    constraint period_key unique (cycle, first_day)
);

create table report (
    id               bigserial primary key,
    item_id          bigint      not null references item (id),
    department_id    bigint      not null references department (id),
    period_id        bigint      not null references period (id),
    -- A correction of an accepted report is a new revision; the old one stays.
    revision         integer     not null default 1,
    state            text        not null,
    -- 进展、存在的问题、下一步措施: the canonical three (DOMAIN §1.4).
    progress_text    text        not null default '',
    problems         text        not null default '',
    next_step        text        not null default '',
    stated_progress  text,
    -- Counts up with every save; a form that was opened on an older number does not overwrite a newer one.
    version          integer     not null default 1,
    author_id        bigint      not null references user_account (id),
    created_at       timestamptz not null,
    saved_by         bigint      not null references user_account (id),
    saved_at         timestamptz not null,
    submitted_by     bigint      references user_account (id),
    submitted_at     timestamptz,
    reviewed_by      bigint      references user_account (id),
    reviewed_at      timestamptz,
    return_reason    text,
    -- 演示数据: made up for a trial, and shown as such wherever it appears.
    demonstration    boolean     not null default false,
    constraint report_key unique (item_id, department_id, period_id, revision),
    constraint report_state check (state in ('draft', 'submitted', 'returned', 'accepted')),
    constraint report_submission check (state = 'draft' or submitted_at is not null),
    constraint report_return check (state <> 'returned' or return_reason is not null)
);
create index report_by_department on report (department_id, period_id, state);
create index report_by_state on report (state, submitted_at) where state = 'submitted';

create table report_value (
    report_id   bigint  not null references report (id),
    target_id   bigint  not null references target (id),
    value       numeric,
    grade       text,
    -- For targets without a number: whether it holds.
    holds       boolean,
    -- When and where the figure was taken (统计口径); reported figures are not statistical ones.
    as_of       date,
    source      text    not null default '',
    -- Why an unusual figure is right.
    explanation text    not null default '',
    -- The verdict on the day it was reported, with the numbers that explain it.
    verdict     text,
    gap         numeric,
    shortfall   numeric,
    primary key (report_id, target_id)
);
create index report_value_by_target on report_value (target_id);

-- Targets that were not asked for when a figure was entered never vanish with it: a report that was accepted is
-- a record. Corrections are new revisions.
create function keep_accepted_reports() returns trigger language plpgsql as $$
begin
    raise exception 'an accepted report is never altered' using errcode = 'restrict_violation';
end;
$$;
create trigger report_accepted_stays before update or delete on report
    for each row when (old.state = 'accepted') execute function keep_accepted_reports();
create trigger report_stays before truncate on report
    for each statement execute function keep_accepted_reports();

-- Its figures are the report.
create function keep_accepted_values() returns trigger language plpgsql as $$
begin
    if exists (select 1 from report where id = old.report_id and state = 'accepted') then
        raise exception 'a figure of an accepted report is never altered' using errcode = 'restrict_violation';
    end if;
    return case tg_op when 'DELETE' then old else new end;
end;
$$;
create trigger report_value_accepted_stays before update or delete on report_value
    for each row execute function keep_accepted_values();
create trigger report_value_stays before truncate on report_value
    for each statement execute function keep_accepted_reports();

alter table duty add constraint duty_report foreign key (report_id) references report (id);
