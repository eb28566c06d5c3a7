-- 修订: a document that replaces an earlier one, item by item. Rows of both stay; what goes on is told by three columns:
-- `first_id` is the same in all versions of one thing (its own key in the first), `replaced_by` leads to the next one,
-- and the day on which the old one ended stands beside it. Keys grow from version to version.

alter table document
    add column first_id    bigint references document (id),
    add column replaced_by bigint references document (id),
    add column replaced_on date;
update document set first_id = id;
alter table document
    alter column first_id set not null,
    add constraint document_replacement check ((replaced_by is null) = (replaced_on is null));
create index document_by_first on document (first_id, id);

-- A closed item is `served`: nobody is asked about it and it is not counted. With `replaced_by` a version after it is
-- asked about instead; without, it was repealed (废止).
alter table item
    add column first_id      bigint references item (id),
    add column replaced_by   bigint references item (id),
    add column closed_on     date,
    -- From when it is reported on where a version before it was; null: as its document.
    add column reported_from date;
update item set first_id = id;
alter table item
    alter column first_id set not null,
    add constraint item_closing check (closed_on is null or served),
    add constraint item_replacement check (replaced_by is null or closed_on is not null);
create index item_by_first on item (first_id, id);

-- The course of a target runs through its versions.
alter table target add column first_id bigint references target (id);
update target set first_id = id;
alter table target alter column first_id set not null;
create index target_by_first on target (first_id, id);

-- From when the department reports on the item where it did so before; null: as the document.
alter table duty add column reported_from date;

create or replace view tracked_duty as
select u.id, u.item_id, u.document_id, u.department_id, u.role, u.progress, u.shortfall, u.reported_through, u.report_id,
       d.jurisdiction_id, d.cycle, coalesce(u.reported_from, d.reported_from) as reported_from,
       coalesce(u.reported_through, coalesce(u.reported_from, d.reported_from) - 1) as covered_to, i.deadline_last
from duty u
join item i on i.id = u.item_id
join document d on d.id = u.document_id
where not i.served;
