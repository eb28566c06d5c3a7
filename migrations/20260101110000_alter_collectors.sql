-- Reports of others go to a lead or a 汇总单位 only where somebody reports for it: a unit that has no account yet, or none
-- any more, would keep them for ever. What it leads is then reported to the office by each.

create or replace view collector as
select u.item_id, u.department_id
from duty u
where (u.role = 'lead'
       or (not exists (select 1 from duty l where l.item_id = u.item_id and l.role = 'lead')
           and (exists (select 1 from consolidation c
                        where c.item_id = u.item_id and c.department_id = u.department_id and c.ended_at is null)
                or (u.role = 'consolidator'
                    and not exists (select 1 from consolidation c where c.item_id = u.item_id and c.ended_at is null)))))
  and exists (select 1 from user_grant g join user_account a on a.id = g.user_id
              where g.department_id = u.department_id and g.post in ('clerk', 'reviewer') and a.disabled_at is null);

create or replace view contributor as
select u.item_id, u.department_id, u.responsibility_id, u.role
from duty u
where exists (select 1 from collector c where c.item_id = u.item_id)
  and (u.role = 'support'
       or (not exists (select 1 from duty l where l.item_id = u.item_id and l.role = 'lead')
           and not exists (select 1 from collector c where c.item_id = u.item_id and c.department_id = u.department_id)));

update report r set recipient = 'office'
where r.state = 'submitted' and r.recipient = 'lead'
  and not exists (select 1 from contributor c where c.item_id = r.item_id and c.department_id = r.department_id);
