-- 需协调事项 are listed newest first, and each through the duty whose newest report says so.

drop index report_coordination;
create index report_coordination on report (submitted_at, id) where coordination <> '';
create index duty_by_report on duty (report_id);
