//! Within a region a name means one department on any day. Whoever would break that is told whose name it is.

use sqlx::PgConnection;

use super::field::Wrong;
use crate::registry::Lifetime;
use crate::store::kept_aliases::{self, Carrier};
use crate::store::kept_departments::DepartmentFacts;
use crate::web::{paths, wording};

/// A name that somebody wants to give.
#[derive(Debug, Clone)]
pub struct Wanted<'w> {
    /// The field in which it was typed.
    pub field: &'w str,
    /// The name.
    pub name: &'w str,
    /// From when to when it is to hold.
    pub life: Lifetime,
}

/// What stands in the way of giving names to `department` (none yet, when it is new) in a region.
pub async fn taken(
    db: &mut PgConnection,
    jurisdiction: i64,
    department: Option<i64>,
    wanted: &[Wanted<'_>],
) -> sqlx::Result<Vec<Wrong>> {
    let names: Vec<String> = wanted.iter().map(|one| one.name.to_owned()).collect();
    let carriers = kept_aliases::carriers(db, jurisdiction, &names, department).await?;
    Ok(wanted
        .iter()
        .filter_map(|one| in_the_way(one, &carriers))
        .collect())
}

/// Names that another department of the region carries on the same days.
pub async fn official_names_taken(
    db: &mut PgConnection,
    department: Option<i64>,
    facts: &DepartmentFacts,
) -> sqlx::Result<Vec<Wrong>> {
    let own = match department {
        Some(id) => kept_aliases::of_department(db, id).await?,
        None => Vec::new(),
    };
    // An official name holds on every day, unless it is listed with dates.
    let life = |name: &str| {
        let dated = own.iter().find(|alias| alias.alias == name);
        dated.map_or_else(Lifetime::default, |alias| {
            Lifetime::new(alias.valid_from, alias.valid_to)
        })
    };
    let wanted = |field, name| Wanted {
        field,
        name,
        life: life(name),
    };
    let mut names = vec![wanted("name", facts.name.as_str())];
    if facts.short_name != facts.name {
        names.push(wanted("short-name", facts.short_name.as_str()));
    }
    taken(db, facts.jurisdiction_id, department, &names).await
}

fn in_the_way(wanted: &Wanted<'_>, carriers: &[Carrier]) -> Option<Wrong> {
    let carrier = carriers.iter().find(|carrier| {
        carrier.name == wanted.name
            && Lifetime::new(carrier.valid_from, carrier.valid_to).overlaps(wanted.life)
    })?;
    let when = match (carrier.valid_from, carrier.valid_to) {
        (None, None) => String::new(),
        (Some(from), None) => format!("从 {} 起", wording::date(from)),
        (None, Some(to)) => format!("在 {} 以前", wording::date(to)),
        (Some(from), Some(to)) => {
            format!("从 {} 到 {} 以前", wording::date(from), wording::date(to))
        }
    };
    let sentence = format!(
        "“{}”{when}已经指“{}”。同一地区的一个名称同一天只能指一个单位：请换一个名称，或先给那边的名称写明终止日。",
        wanted.name, carrier.department
    );
    Some(Wrong::new(wanted.field, sentence).see(
        paths::registry_department(carrier.department_id),
        format!("查看“{}”的名称", carrier.department),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_free_once_its_carrier_has_given_it_up() {
        let carrier = Carrier {
            department_id: 7,
            department: "自治区旅游局".to_owned(),
            name: "自治区旅游局".to_owned(),
            valid_from: None,
            valid_to: "2015-01-01".parse().ok(),
        };
        let wanted = |from: &str| Wanted {
            field: "alias",
            name: "自治区旅游局",
            life: Lifetime::new(from.parse().ok(), None),
        };
        assert_eq!(
            in_the_way(&wanted("2015-01-01"), std::slice::from_ref(&carrier)),
            None
        );
        let wrong = in_the_way(&wanted("2014-12-31"), &[carrier]).expect("a carrier");
        assert!(
            wrong
                .sentence
                .contains("在 2015-01-01 以前已经指“自治区旅游局”")
        );
        assert_eq!(
            wrong.link.map(|link| link.href).as_deref(),
            Some("/registry/departments/7")
        );
    }
}
