-- Whether the registry is still the one that a server has in memory: every change leaves the number of its transaction.
-- Triggers, because a writer that forgot would be answered from an old registry for ever.

create table registry_state as select 0::bigint as version;
alter table registry_state add primary key (version);

create function mark_registry() returns trigger language plpgsql as $$
begin
    update registry_state set version = txid_current() where version <> txid_current();
    return null;
end;
$$;
create trigger jurisdiction_marks after insert or update or delete on jurisdiction
    for each row execute function mark_registry();
create trigger department_marks after insert or update or delete on department
    for each row execute function mark_registry();
create trigger department_alias_marks after insert or update or delete on department_alias
    for each row execute function mark_registry();
create trigger succession_marks after insert or update or delete on succession
    for each row execute function mark_registry();
create trigger roster_member_marks after insert or update or delete on roster_member
    for each row execute function mark_registry();
