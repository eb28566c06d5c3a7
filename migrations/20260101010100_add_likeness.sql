-- Texts that are nearly the same: a sample of what stands in each, so that a text that arrives is compared with all
-- others in one look. Empty where a document was written before samples were taken.

alter table document_source add column sketch bigint[] not null default '{}';
create index document_source_by_sketch on document_source using gin (sketch);
create index document_by_title on document (title);

create index import_by_body on import (body_sha256);
alter table import
    add column sketch   bigint[] not null default '{}',
    -- Somebody said that it is a document of its own, and no new version of one that resembles it.
    add column separate boolean  not null default false,
    -- Null when the program itself brought the text, from a folder.
    alter column created_by drop not null;
