-- 填报工作簿 that were filled offline and brought back: kept as they came until they are written into drafts, or old.

create table workbook_upload (
    id            bigserial   primary key,
    department_id bigint      not null references department (id),
    name          text        not null,
    body          bytea       not null,
    by_id         bigint      not null references user_account (id),
    at            timestamptz not null,
    -- It is written once, whatever was ticked.
    applied_by    bigint      references user_account (id),
    applied_at    timestamptz,
    constraint workbook_upload_applied check ((applied_by is null) = (applied_at is null))
);
create index workbook_upload_by_age on workbook_upload (at);
