//! What the document says as a whole: its rules for lists, and its year.

use super::super::finding::{Finding, FindingKind};
use super::super::front_matter::FrontMatter;
use super::super::grammar::{role_rule, triggers};
use super::super::paragraph::Block;
use super::super::parsed::RoleRules;
use super::facts::Facts;
use crate::domain::{RoleRule, word_list};

/// The rules that the document declares anywhere, as findings too, so that a person sees the sentences.
pub(super) fn declared_rules(
    blocks: &[Block<'_>],
    facts: &[Facts],
    findings: &mut Vec<Finding>,
) -> RoleRules {
    let mut rules = RoleRules {
        lead_mark: facts.iter().find_map(|facts| facts.lead_mark),
        ..RoleRules::default()
    };
    let (mut over_shares, mut rest_shares) = (false, false);
    let mut declare = |rule, span| {
        rules.declared.push((rule, span));
        findings.push(Finding {
            span,
            kind: FindingKind::RuleDeclared { rule },
        });
    };
    let first_leads = |rule: &RoleRule| *rule == RoleRule::FirstIsLead;
    for (block, facts) in blocks.iter().zip(facts) {
        match block {
            Block::Paragraph(paragraph) => {
                for (rule, range) in &facts.rules {
                    rest_shares |= first_leads(rule) && role_rule::rest_shares(paragraph.text());
                    over_shares |= first_leads(rule) && facts.shares(range);
                    declare(*rule, paragraph.reading.span(range.clone()));
                }
            }
            // `责任单位（列第一位的为牵头单位）` heads a column, or `（…，下同）` stands in its first cell.
            Block::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                for cell in cells.filter(|cell| triggers::of(cell.text()).rule()) {
                    for (rule, range) in role_rule::declared(cell.text()) {
                        rest_shares |= first_leads(&rule) && role_rule::rest_shares(cell.text());
                        declare(rule, cell.reading.span(range));
                    }
                }
            }
            Block::Foreign(_) => {}
        }
    }
    rules.over_shares = over_shares;
    rules.rest_shares = rest_shares;
    rules
}

/// The year in which the document was made, or the year in its title, or the first that its opening names.
pub(super) fn document_year(front: &FrontMatter, blocks: &[Block<'_>]) -> Option<i32> {
    use chrono::Datelike;
    let dated = front.issued_on.or(front.printed_on).map(|date| date.year());
    let titled = || {
        front
            .title
            .as_ref()
            .and_then(|(title, _)| first_year(title))
    };
    let opening = || {
        blocks.iter().take(8).find_map(|block| match block {
            Block::Paragraph(paragraph) => dated_year(paragraph.text()),
            _ => None,
        })
    };
    // `现就落实2021年省政府工作报告提出以下分工意见`.
    let cited = || {
        blocks.iter().take(8).find_map(|block| match block {
            Block::Paragraph(paragraph) if ANNUAL.inside(paragraph.text()) => {
                first_year(paragraph.text())
            }
            _ => None,
        })
    };
    // The last lines may hold the date under a signature.
    let closing = || {
        blocks.iter().rev().take(3).find_map(|block| match block {
            Block::Paragraph(paragraph) if paragraph.text().ends_with('日') => {
                last_year(paragraph.text())
            }
            _ => None,
        })
    };
    dated
        .or_else(titled)
        .or_else(opening)
        .or_else(closing)
        .or_else(cited)
}

word_list!(
    /// Texts that are made for one year.
    ANNUAL = "年省政府工作报告 年市政府工作报告 年县政府工作报告 年区政府工作报告 年政府工作报告 年《政府工作报告》 年重点工作 年度重点工作 年民生实事 年省《政府工作报告》 年市《政府工作报告》"
);

/// The year of a text that opens with a day: `2021年5月18日，市政府召开专题会议`.
fn dated_year(text: &str) -> Option<i32> {
    let (year, rest) = text.split_once('年')?;
    let (month, _) = rest.split_once('月')?;
    let number = |digits: &str| digits.parse::<i32>().ok();
    number(month).filter(|month| (1..=12).contains(month))?;
    // `交办时间：2024年10月9日` on a line of its own.
    let alone = text.chars().count() <= 24;
    let digits = match year.char_indices().rev().nth(3) {
        Some((at, _)) if alone => &year[at..],
        _ => year,
    };
    number(digits).filter(|year| (1990..2100).contains(year))
}

/// The year of the date that ends a text.
fn last_year(text: &str) -> Option<i32> {
    let at = text.rfind('年')?;
    let year = text.get(at.checked_sub(4)?..at)?.parse().ok()?;
    (1990..2100).contains(&year).then_some(year)
}

/// The first `2021年` of a text; the first of `2021—2023年`.
fn first_year(text: &str) -> Option<i32> {
    let year_before = |end: usize| {
        let digits = text.get(end.checked_sub(4)?..end)?;
        let year = digits.parse().ok()?;
        (1990..2100).contains(&year).then_some((year, end - 4))
    };
    text.match_indices('年').find_map(|(at, _)| {
        let (year, start) = year_before(at)?;
        let gap = text[..start].trim_end_matches(['—', '-', '–', '～', '~', '至']);
        let first = year_before(gap.len()).filter(|_| gap.len() < start);
        Some(first.map_or(year, |(first, _)| first))
    })
}
