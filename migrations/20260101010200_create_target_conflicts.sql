-- 口径不一: two documents of one region that set different values for one indicator and year. Both stand; kept in step
-- by whoever writes or closes targets, so that lists need not compare everything with everything.

-- The indicator under the name that all its wordings share.
alter table target add column indicator text not null default '';
create index target_by_indicator on target (indicator) where indicator <> '';

-- Each pair stands twice, once from either side.
create table target_conflict (
    target_id bigint  not null references target (id),
    other_id  bigint  not null references target (id),
    year      integer not null,
    primary key (target_id, other_id)
);
create index target_conflict_by_other on target_conflict (other_id);
