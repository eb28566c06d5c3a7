//! Names become departments: prefixes restored, aliases looked up, bodies of many expanded to their members.

use super::proposal::{Build, DepartmentChoice, ProposedDuty, ProposedResponsibility};
use super::{NameMeaning, Obstacle, ObstacleKind};
use crate::document::{Item, Responsibility};
use crate::registry::{Region, Resolution, restore};

/// Resolves the names of one document and gathers what it cannot resolve.
pub(super) struct Naming<'n, 'b> {
    build: &'n Build<'b>,
    region: Option<Region>,
    pub(super) obstacles: Vec<Obstacle>,
}

impl<'n, 'b> Naming<'n, 'b> {
    pub(super) fn new(build: &'n Build<'b>) -> Self {
        // A company's own departments carry the prefix of no region.
        let region = match build.parsed.front.company {
            Some(_) => None,
            None => Region::named(&build.jurisdiction.name),
        };
        Self {
            build,
            region,
            obstacles: Vec::new(),
        }
    }

    /// The responsibilities of an item, each list with its prefixes restored.
    pub(super) fn responsibilities(&mut self, item: &Item) -> Vec<ProposedResponsibility> {
        let mut proposed = Vec::new();
        for list in item
            .responsibilities
            .chunk_by(|a, b| a.list == b.list && a.indicator == b.indicator)
        {
            let printed: Vec<&str> = list.iter().map(|one| one.name.as_str()).collect();
            let restored = restore(&printed, self.region.as_ref());
            for (one, restored) in list.iter().zip(restored) {
                let Some(department) = self.department(one, &restored.name) else {
                    continue;
                };
                proposed.push(ProposedResponsibility {
                    department,
                    role: one.role,
                    printed: one.printed.clone(),
                    basis: one.basis,
                    collective: one.collective,
                    open_list: one.open_list,
                    indicator: one
                        .indicator
                        .and_then(|index| item.indicators.get(index).cloned()),
                    span: self.build.places.span(one.span),
                });
            }
        }
        proposed
    }

    /// The department of a name: by the name with its prefix, else by the bare name, because documents sometimes
    /// distribute a prefix wrongly (DOMAIN §2.7).
    fn department(&mut self, one: &Responsibility, restored: &str) -> Option<DepartmentChoice> {
        for name in [restored, one.name.as_str()] {
            match self.build.choices.meaning(name) {
                Some(NameMeaning::Department(code) | NameMeaning::Alias(code)) => {
                    return Some(DepartmentChoice::Known(code.clone()));
                }
                Some(NameMeaning::Create) => {
                    return Some(DepartmentChoice::New(name.to_owned()));
                }
                None => {}
            }
        }
        let (registry, code) = (self.build.registry, &self.build.jurisdiction.code);
        for name in [restored, one.name.as_str()] {
            match registry.resolve(name, code, self.build.day()) {
                Resolution::Found(department) => {
                    return Some(DepartmentChoice::Known(department.code.clone()));
                }
                Resolution::Ambiguous(departments) => {
                    let candidates = departments
                        .iter()
                        .map(|department| department.name.clone())
                        .collect();
                    self.obstruct(
                        one,
                        ObstacleKind::AmbiguousDepartment {
                            name: name.to_owned(),
                            candidates,
                        },
                    );
                    return None;
                }
                Resolution::Unknown => {}
            }
        }
        // A name that the registry dates later or earlier is still better than none.
        if let Resolution::Found(department) = registry.resolve(restored, code, None) {
            return Some(DepartmentChoice::Known(department.code.clone()));
        }
        if self.build.choices.create_unknown {
            return Some(DepartmentChoice::New(restored.to_owned()));
        }
        let jurisdiction = self.build.jurisdiction.name.clone();
        self.obstruct(
            one,
            ObstacleKind::UnknownDepartment {
                name: restored.to_owned(),
                jurisdiction,
            },
        );
        None
    }

    fn obstruct(&mut self, one: &Responsibility, kind: ObstacleKind) {
        let (line, column) = self.build.places.line_column(one.span.start);
        let at = self.build.places.chars(one.span.start);
        self.obstacles.push(Obstacle {
            line,
            column,
            at,
            kind,
        });
    }

    /// Who must report: each department once, in its strongest role; a body of many through its members, or for
    /// itself where no roster is known.
    pub(super) fn duties(&self, responsibilities: &[ProposedResponsibility]) -> Vec<ProposedDuty> {
        let mut duties: Vec<ProposedDuty> = Vec::new();
        for (index, one) in responsibilities.iter().enumerate() {
            for department in self.expand(&one.department) {
                match duties.iter_mut().find(|duty| duty.department == department) {
                    Some(duty) if one.role < duty.role => {
                        duty.role = one.role;
                        duty.responsibility = index;
                    }
                    Some(_) => {}
                    None => duties.push(ProposedDuty {
                        department,
                        responsibility: index,
                        role: one.role,
                    }),
                }
            }
        }
        duties
    }

    fn expand(&self, department: &DepartmentChoice) -> Vec<DepartmentChoice> {
        let DepartmentChoice::Known(code) = department else {
            return vec![department.clone()];
        };
        let day = self.build.day().or(Some(self.build.today));
        let members = self.build.registry.members(code, day);
        match members.is_empty() {
            true => vec![department.clone()],
            false => members
                .into_iter()
                .map(|member| DepartmentChoice::Known(member.code.clone()))
                .collect(),
        }
    }
}
