-- 佐证材料: the files that prove what reports say, and which reports each of them proves.

-- The bytes, once for each content: whoever brings the same file again is led to this row.
create table evidence_file (
    id         bigserial   primary key,
    -- Null only within the transaction that is still receiving it.
    sha256     bytea,
    length     bigint      not null default 0,
    -- What it is by its content: pdf, docx, …
    format     text,
    created_at timestamptz not null,
    constraint evidence_file_sha256_key unique (sha256),
    constraint evidence_file_length check (length >= 0)
);

-- Rows of 256 KiB, so that no file is ever held whole in memory, neither here nor in the program.
create table evidence_chunk (
    file_id bigint  not null references evidence_file (id) on delete cascade,
    ordinal integer not null,
    bytes   bytea   not null,
    primary key (file_id, ordinal)
);
-- Most of what arrives is compressed already.
alter table evidence_chunk alter column bytes set storage external;

-- A file as a department calls it. Two departments may bring the same file under two names.
create table evidence (
    id            bigserial   primary key,
    department_id bigint      not null references department (id),
    file_id       bigint      not null references evidence_file (id),
    title         text        not null,
    kind          text        not null,
    doc_number    text        not null default '',
    formed_on     date,
    file_name     text        not null,
    -- Whoever brings a file declares that it is not classified (非密声明).
    created_by    bigint      not null references user_account (id),
    created_at    timestamptz not null,
    constraint evidence_key unique (department_id, file_id)
);

create table report_evidence (
    report_id   bigint      not null references report (id),
    evidence_id bigint      not null references evidence (id),
    added_by    bigint      not null references user_account (id),
    added_at    timestamptz not null,
    primary key (report_id, evidence_id)
);
create index report_evidence_by_evidence on report_evidence (evidence_id);

-- What proves a report is part of it: from the moment it is handed in, nothing is added to it, taken from it or altered.
create function keep_report_evidence() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' and exists (select 1 from report where id = old.report_id and state in ('handed_in', 'submitted', 'accepted'))
       or tg_op <> 'DELETE' and exists (select 1 from report where id = new.report_id and state in ('handed_in', 'submitted', 'accepted')) then
        raise exception 'the evidence of a report is altered only while it is a draft' using errcode = 'restrict_violation';
    end if;
    return case tg_op when 'DELETE' then old else new end;
end;
$$;
create trigger report_evidence_sent_stays before insert or update or delete on report_evidence
    for each row execute function keep_report_evidence();
create trigger report_evidence_stays before truncate on report_evidence
    for each statement execute function keep_accepted_reports();

create function keep_proving_evidence() returns trigger language plpgsql as $$
begin
    -- A department that was registered twice is one all the same.
    if tg_op = 'UPDATE' and to_jsonb(new) - 'department_id' = to_jsonb(old) - 'department_id'
       and exists (select 1 from department where id = old.department_id and merged_into = new.department_id) then
        return new;
    end if;
    if exists (select 1 from report_evidence x join report r on r.id = x.report_id
               where x.evidence_id = old.id and r.state in ('handed_in', 'submitted', 'accepted')) then
        raise exception 'the evidence of a report is altered only while it is a draft' using errcode = 'restrict_violation';
    end if;
    return case tg_op when 'DELETE' then old else new end;
end;
$$;
create trigger evidence_proving_stays before update or delete on evidence
    for each row execute function keep_proving_evidence();
create trigger evidence_stays before truncate on evidence
    for each statement execute function keep_accepted_reports();

-- Bytes are never altered, and go only with a file that nothing calls its own.
create function keep_evidence_bytes() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' or exists (select 1 from evidence where file_id = old.file_id) then
        raise exception 'the bytes of evidence are never altered' using errcode = 'restrict_violation';
    end if;
    return old;
end;
$$;
create trigger evidence_chunk_stays before update or delete on evidence_chunk
    for each row execute function keep_evidence_bytes();
create trigger evidence_chunk_stays_whole before truncate on evidence_chunk
    for each statement execute function keep_accepted_reports();

-- A file that was received whole is known by its content from then on.
create function keep_evidence_file() returns trigger language plpgsql as $$
begin
    if old.sha256 is not null then
        raise exception 'a file of evidence is never altered' using errcode = 'restrict_violation';
    end if;
    return new;
end;
$$;
create trigger evidence_file_stays before update on evidence_file
    for each row execute function keep_evidence_file();
create trigger evidence_file_stays_whole before truncate on evidence_file
    for each statement execute function keep_accepted_reports();
