//! From phrases to responsibilities: roles that the phrase leaves open are read under the document's own rule.

use std::ops::Range;

use super::super::finding::FindingKind;
use super::super::grammar::assignment::{Assignment, Part};
use super::super::grammar::organisation;
use super::super::parsed::RoleRules;
use crate::domain::{ResponsibilityBasis, Role, RoleRule};

/// Where a phrase stands; a bare list means different things in a bracket, behind a label and in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `（A、B）`.
    Bracket,
    /// `责任单位：A`.
    Label,
    /// A cell under `责任单位`.
    Column,
    /// `由A牵头…`.
    Prose,
}

/// One name with its role, in the phrase's own text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Settled {
    /// Where the name stands.
    pub name: Range<usize>,
    /// Its role.
    pub role: Role,
    /// Whether the phrase itself says so.
    pub basis: ResponsibilityBasis,
    /// True for a body of many.
    pub collective: bool,
    /// True when its list ends in `等`.
    pub open: bool,
}

/// Gives every name of `assignment` its role, and says what a person should confirm. `led` tells that the item
/// has its lead elsewhere: in another column or another bracket.
pub(super) fn settle(
    text: &str,
    assignment: &Assignment,
    rules: &RoleRules,
    form: Form,
    led: bool,
) -> (Vec<Settled>, Vec<FindingKind>) {
    let mut settled = Vec::new();
    let mut findings = Vec::new();
    let lead = led || assignment.has_lead();
    let single = assignment.names() == 1;
    // `责任单位：A；配合单位：B、C`: one name that answers, and helpers.
    let alone = assignment
        .parts
        .iter()
        .filter(|part| part.role != Some(Role::Support))
        .map(|part| part.list.names.len())
        .sum::<usize>()
        == 1;
    let marked = |name: &Range<usize>| {
        rules
            .lead_mark
            .is_some_and(|mark| stands_by(text, name, mark))
    };
    let any_marked = assignment
        .parts
        .iter()
        .flat_map(|part| &part.list.names)
        .any(marked);
    let comma = match rules.for_lists() {
        RoleRule::BeforeCommaIsLead => first_comma(text, assignment),
        _ => usize::MAX,
    };
    let mut first = true;
    let mut before = "";
    for part in &assignment.parts {
        for name in &part.list.names {
            let word = &text[name.clone()];
            let collective = is_collective(word, before, assignment);
            before = word;
            let reading = Reading {
                rules,
                form,
                lead,
                single: single && (!collective || form == Form::Label),
                alone,
                labelled: part.labelled,
                collective: collective && !single,
                first: first && !collective,
                before_comma: name.end <= comma,
            };
            let (role, basis) = match any_marked {
                true if marked(name) => (Role::Lead, ResponsibilityBasis::Printed),
                true if part.role.is_none() => (Role::Support, ResponsibilityBasis::Implied),
                _ => reading.role(part),
            };
            settled.push(Settled {
                name: name.clone(),
                role,
                basis,
                collective,
                open: part.list.open,
            });
            first = false;
        }
    }
    let open_role = assignment
        .parts
        .iter()
        .any(|part| part.role.is_none() && !part.list.names.is_empty());
    if open_role && rules.for_lists() == RoleRule::ExplicitOnly {
        if lead && form != Form::Label && form != Form::Column {
            findings.push(FindingKind::RoleMissing);
        } else if !lead && !single && !settled.iter().all(|name| name.collective) {
            findings.push(FindingKind::NoLead);
        }
    }
    if assignment.parts.iter().any(|part| part.list.open) {
        findings.push(FindingKind::OpenList);
    }
    (settled, findings)
}

/// Where the first comma behind the first name stands that is followed by another: `A、B，C、D`.
fn first_comma(text: &str, assignment: &Assignment) -> usize {
    let names = || assignment.parts.iter().flat_map(|part| &part.list.names);
    let pairs = names().zip(names().skip(1));
    let parted = |one: &Range<usize>, next: &Range<usize>| {
        let between = text.get(one.end..next.start)?;
        Some(one.end + between.find(['，', ','])?)
    };
    pairs
        .into_iter()
        .find_map(|(one, next)| parted(one, next))
        .unwrap_or(usize::MAX)
}

/// `★市发改委`, `市发改委★`: the mark stands on either side of the name.
fn stands_by(text: &str, name: &Range<usize>, mark: char) -> bool {
    text[..name.start].trim_end().ends_with(mark) || text[name.end..].trim_start().starts_with(mark)
}

/// `自治区` in `自治区及各地州市人民政府` stands for its government; `行政公署` behind `各地州市人民政府` for all of them,
/// as `街道办事处` does behind `各乡镇人民政府`; `市政府` behind `沙河市委` for that of one place.
fn is_collective(word: &str, before: &str, assignment: &Assignment) -> bool {
    let committee =
        before.ends_with(['委']) && before.chars().count() >= 4 && !before.starts_with('各');
    if committee && organisation::is_rank_alone(word) && word != "行政公署" {
        return false;
    }
    organisation::is_collective(word)
        || (organisation::is_collective(before) && organisation::is_rank_alone(word))
        || (assignment.names() > 1 && matches!(word, "自治区" | "省" | "市" | "县" | "区"))
}

/// What decides the role of one name.
struct Reading<'r> {
    rules: &'r RoleRules,
    form: Form,
    lead: bool,
    single: bool,
    /// The only name that is no helper.
    alone: bool,
    labelled: bool,
    /// A body of many among others.
    collective: bool,
    first: bool,
    /// It stands before the first comma of its list.
    before_comma: bool,
}

impl Reading<'_> {
    fn role(&self, part: &Part) -> (Role, ResponsibilityBasis) {
        use ResponsibilityBasis::{Implied, Printed};
        let ranked = self.rules.over_shares && part.role == Some(Role::Joint) && !self.lead;
        if let Some(role) = part.role.filter(|_| !ranked) {
            return (role, Printed);
        }
        if self.lead {
            let first_leads = self.rules.declares(RoleRule::FirstIsLead)
                || self.rules.declares(RoleRule::BeforeCommaIsLead);
            return if first_leads {
                (Role::Support, Implied)
            } else {
                (Role::Joint, Printed)
            };
        }
        if self.rules.for_lists() == RoleRule::BeforeCommaIsLead {
            let role = if self.before_comma {
                Role::Lead
            } else {
                Role::Support
            };
            return (role, Implied);
        }
        // `（A负责）`: words of duty behind one name.
        let share = self.collective && !self.alone;
        if part.worded && part.list.names.len() == 1 && self.form != Form::Column && !share {
            return (Role::Lead, Printed);
        }
        match self.rules.for_lists() {
            RoleRule::FirstIsLead if self.first => (Role::Lead, Implied),
            RoleRule::FirstIsLead if self.rules.rest_shares => (Role::Joint, Implied),
            RoleRule::FirstIsLead => (Role::Support, Implied),
            RoleRule::NoLeadThenAllLead => (Role::Lead, Implied),
            _ if self.single && self.rules.declares(RoleRule::SingleIsLead) => {
                (Role::Lead, Implied)
            }
            RoleRule::AdminOrderJoint if !self.single => (Role::Joint, Implied),
            _ if self.alone && self.labelled => (Role::Lead, Printed),
            // `（A）`: nobody else is named, so A answers for the work.
            _ if self.single && self.form == Form::Bracket && !part.worded => (Role::Lead, Implied),
            _ if self.form == Form::Column || part.worded => (Role::Joint, Printed),
            _ => (Role::Joint, Implied),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::grammar::assignment;
    use super::*;

    fn read(text: &str, rules: &[RoleRule], form: Form) -> String {
        let rules = RoleRules {
            declared: rules
                .iter()
                .map(|rule| (*rule, Default::default()))
                .collect(),
            ..RoleRules::default()
        };
        let assignment = assignment::phrase(text, 0..text.len()).unwrap_or_default();
        let (settled, _) = settle(text, &assignment, &rules, form, false);
        settled
            .iter()
            .map(|name| format!("{} {}", name.role.code(), &text[name.name.clone()]))
            .collect::<Vec<_>>()
            .join("；")
    }

    #[test]
    fn the_rule_of_the_document_decides() {
        use RoleRule::*;
        let list = "市教育局、市财政局";
        let table: &[(&str, &[RoleRule], Form, &str)] = &[
            (list, &[], Form::Bracket, "joint 市教育局；joint 市财政局"),
            (
                list,
                &[FirstIsLead],
                Form::Bracket,
                "lead 市教育局；support 市财政局",
            ),
            (
                list,
                &[AdminOrderJoint, SingleIsLead],
                Form::Bracket,
                "joint 市教育局；joint 市财政局",
            ),
            (
                list,
                &[NoLeadThenAllLead],
                Form::Label,
                "lead 市教育局；lead 市财政局",
            ),
            ("市教育局", &[], Form::Bracket, "lead 市教育局"),
            ("责任单位：市教育局", &[], Form::Label, "lead 市教育局"),
            ("市教育局", &[], Form::Column, "joint 市教育局"),
            (
                "市教育局",
                &[AdminOrderJoint, SingleIsLead],
                Form::Bracket,
                "lead 市教育局",
            ),
            (
                "自治区质量强区工作领导小组成员单位",
                &[AdminOrderJoint, SingleIsLead],
                Form::Bracket,
                "joint 自治区质量强区工作领导小组成员单位",
            ),
            (
                "市教育局牵头，市财政局、市人社局",
                &[],
                Form::Bracket,
                "lead 市教育局；joint 市财政局；joint 市人社局",
            ),
            (
                "牵头单位：市教育局；责任单位：市财政局",
                &[],
                Form::Label,
                "lead 市教育局；joint 市财政局",
            ),
            (
                "市教育局、市财政局负责",
                &[FirstIsLead],
                Form::Bracket,
                "lead 市教育局；support 市财政局",
            ),
        ];
        for (text, rules, form, expected) in table {
            assert_eq!(
                read(text, rules, *form),
                *expected,
                "{text} {rules:?} {form:?}"
            );
        }
    }

    #[test]
    fn what_is_left_open_is_asked() {
        let ask = |text: &str| {
            let assignment = assignment::phrase(text, 0..text.len()).unwrap_or_default();
            settle(
                text,
                &assignment,
                &RoleRules::default(),
                Form::Bracket,
                false,
            )
            .1
        };
        assert_eq!(ask("市教育局、市财政局"), [FindingKind::NoLead]);
        assert_eq!(ask("市教育局牵头，市财政局"), [FindingKind::RoleMissing]);
        assert_eq!(
            ask("市教育局、市财政局等按职责分工负责"),
            [FindingKind::OpenList]
        );
        assert_eq!(ask("各有关部门"), []);
    }
}
