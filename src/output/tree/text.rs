//! The reading as plain text, for a person at a terminal.

use std::fmt;

use chrono::NaiveDate;

use super::{Entry, Front, Tree, Until};
use crate::domain::{ItemKind, Role};

/// The reading as plain text, for a person at a terminal.
impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.document.fmt(f)?;
        let mut path: &[String] = &[];
        for entry in &self.items {
            if entry.path != path {
                path = &entry.path;
                writeln!(f, "\n{}", path.join(" › "))?;
            }
            entry.fmt(f)?;
        }
        if !self.findings.is_empty() {
            writeln!(f, "\n需要留意")?;
        }
        for remark in &self.findings {
            writeln!(
                f,
                "  第 {} 行第 {} 字：{}",
                remark.line, remark.column, remark.message
            )?;
        }
        self.sum(f)
    }
}

impl Tree {
    fn sum(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |kind| self.items.iter().filter(move |entry| entry.kind == kind);
        let answers = || self.items.iter().flat_map(|entry| &entry.responsibilities);
        let roles: Vec<String> = Role::ALL
            .iter()
            .map(|role| {
                (
                    role.label(),
                    answers().filter(|answer| answer.role == *role).count(),
                )
            })
            .filter(|(_, count)| *count > 0)
            .map(|(label, count)| format!("{label} {count}"))
            .collect();
        write!(
            f,
            "\n合计：{} 个章节，目标 {} 项，任务 {} 项，指标 {} 个，职责 {} 条",
            self.sections.len(),
            of(ItemKind::Goal).count(),
            of(ItemKind::Task).count(),
            self.items
                .iter()
                .map(|entry| entry.targets.len())
                .sum::<usize>(),
            answers().count(),
        )?;
        match roles.is_empty() {
            true => writeln!(f, "。"),
            false => writeln!(f, "（{}）。", roles.join("，")),
        }
    }
}

impl fmt::Display for Front {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = |date: Option<NaiveDate>| date.map(|date| date.to_string());
        let lines = [
            ("标题", self.title.clone()),
            ("文号", self.doc_number.clone()),
            ("发文机关", self.issuer.clone()),
            ("成文日期", date(self.issued_on)),
            ("印发日期", date(self.printed_on)),
            ("文种", self.kind.clone()),
            ("行政区", self.jurisdiction.clone()),
            ("名单读法", Some(self.role_rule.label().to_owned())),
        ];
        for (name, value) in lines {
            writeln!(
                f,
                "{name}：{}",
                value.as_deref().unwrap_or("（文中未写明）")
            )?;
        }
        Ok(())
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  [{}] {} {}", self.kind.label(), self.label, self.title)?;
        for role in Role::ALL {
            let mut names: Vec<&str> = self
                .responsibilities
                .iter()
                .filter(|answer| answer.role == *role)
                .map(|answer| answer.department.as_str())
                .collect();
            names.dedup();
            if !names.is_empty() {
                writeln!(f, "      {}：{}", role.label(), names.join("、"))?;
            }
        }
        if let Some(deadline) = &self.deadline {
            writeln!(f, "      时限：{deadline}")?;
        }
        for aim in &self.targets {
            write!(f, "      指标：{} {}", aim.name, aim.wording)?;
            match &aim.deadline {
                Some(deadline) => writeln!(f, "，{deadline}")?,
                None => writeln!(f)?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for Until {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.last {
            Some(last) => write!(f, "{}（至 {last}）", self.printed),
            None => write!(f, "{}", self.printed),
        }
    }
}
