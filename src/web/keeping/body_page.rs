//! The page of a roster: its members on a day, what they ask of duties, and the forms to add and to end one.

use askama::Template;
use chrono::NaiveDate;
use sqlx::PgConnection;

use super::alias_form::stated_life;
use super::chooser;
use super::field::{Field, Wrong};
use crate::store::kept_departments::KeptDepartment;
use crate::store::roster_changes::{self, RosterStep, Steps};
use crate::store::rosters::{self, Membership};
use crate::web::components::{Pager, Slice};
use crate::web::error::Error;
use crate::web::extract::Fields;
use crate::web::page::{Link, Shell};
use crate::web::person::Person;
use crate::web::{paths, wording};

/// The page.
#[derive(Debug, Template)]
#[template(path = "registry/body.html")]
pub struct BodyPage {
    shell: Shell,
    action: String,
    add: String,
    day: String,
    /// The whole roster is shown, of every day.
    all: bool,
    all_href: String,
    day_href: String,
    caption: String,
    rows: Vec<MemberRow>,
    pager: Pager,
    /// Duties that differ from the roster of today: to begin, to end, and where that is shown.
    steps: Option<(usize, usize, String)>,
    member: Field,
    from: Field,
    to: Field,
    source: Field,
    wrong: Vec<Wrong>,
    /// The form for another member is open, because something in it is wrong.
    open: bool,
    suggestions: Vec<(String, String)>,
}

#[derive(Debug)]
struct MemberRow {
    link: Link,
    life: String,
    source: String,
    version: i32,
    end: String,
    to: Field,
}

/// What is asked of the roster.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    /// The day.
    pub day: NaiveDate,
    /// Those of every day.
    pub all: bool,
    /// Which of them.
    pub slice: Slice,
    today: NaiveDate,
}

impl Question {
    /// The question that an address asks.
    ///
    /// # Errors
    ///
    /// When a condition makes no sense.
    pub fn asked(fields: &Fields, today: NaiveDate) -> Result<Self, Error> {
        Ok(Self {
            day: fields.parsed("day")?.unwrap_or(today),
            all: !fields.text("all").is_empty(),
            slice: Slice::asked(fields)?,
            today,
        })
    }

    /// Everybody on the roster of today, or of every day.
    pub fn of(today: NaiveDate, all: bool) -> Self {
        Self {
            day: today,
            all,
            slice: Slice::default(),
            today,
        }
    }
}

/// What was typed into one of the forms of the page and could not be taken.
#[derive(Debug)]
pub enum Typed<'t> {
    /// Nothing.
    Nothing,
    /// Into the form for another member.
    Member(&'t Fields, Vec<Wrong>),
    /// Into the form that ends the membership with this key.
    End(i64, &'t Fields, Vec<Wrong>),
}

/// What the page is made from.
struct Record {
    total: i64,
    lines: Vec<Membership>,
    steps: Steps,
    suggestions: Vec<(String, String)>,
}

impl BodyPage {
    /// Loads what the page shows, with what was typed on it.
    ///
    /// # Errors
    ///
    /// When the database cannot be asked.
    pub async fn load(
        db: &mut PgConnection,
        shell: Shell,
        person: &Person,
        body: &KeptDepartment,
        question: Question,
        typed: Typed<'_>,
    ) -> Result<Self, Error> {
        let day = (!question.all).then_some(question.day);
        let (limit, offset) = (question.slice.size, question.slice.offset());
        let record = Record {
            total: rosters::count_of_body(db, body.id, day).await?,
            lines: rosters::of_body(db, body.id, day, limit, offset).await?,
            steps: roster_changes::steps(db, body.id, question.today).await?,
            suggestions: chooser::suggestions(db, &person.reach()).await?,
        };
        Ok(Self::new(shell, body, question, record, typed))
    }

    fn new(
        shell: Shell,
        body: &KeptDepartment,
        question: Question,
        record: Record,
        typed: Typed<'_>,
    ) -> Self {
        let day = wording::date(question.day);
        let total = record.total;
        let pager = Pager::new(question.slice, total, |page| {
            paths::registry_roster_page(body.id, &day, question.all, page)
        });
        let none = Fields::default();
        let (fields, wrong, ended) = match typed {
            Typed::Nothing => (&none, Vec::new(), None),
            Typed::Member(fields, wrong) => (fields, wrong, None),
            Typed::End(id, fields, wrong) => (fields, wrong, Some(id)),
        };
        let added = if ended.is_some() { &none } else { fields };
        let mut shell = shell
            .titled(format!("名册：{}", body.short_name))
            .under(paths::REGISTRY, "单位库")
            .under(paths::REGISTRY_BODIES, "集合单位");
        shell.invalid = !wrong.is_empty();
        let rows = record.lines.iter().map(|one| {
            let typed = (ended == Some(one.id)).then_some((fields, wrong.as_slice()));
            MemberRow::new(one, typed)
        });
        Self {
            shell,
            action: paths::registry_body(body.id),
            add: paths::registry_body_members(body.id),
            all: question.all,
            all_href: paths::registry_roster_page(body.id, &day, true, 1),
            day_href: paths::registry_body(body.id),
            caption: match question.all {
                true => format!("全部成员记录 {total} 条，含已退出和将加入的"),
                false => format!("{day} 的成员 {total} 个"),
            },
            rows: rows.collect(),
            pager,
            steps: differing(body.id, &record.steps),
            member: Field::department("member", "成员", "代码、全称、简称或别名。")
                .filled(added, &wrong),
            from: Field::day("from", "加入日", "不清楚的不填，视为一直是成员。")
                .filled(added, &wrong),
            to: Field::day("to", "退出日", "不再是成员的第一天；还在的不填。")
                .filled(added, &wrong),
            source: Field::text("source", "来源", "文号或网址。", 200).filled(added, &wrong),
            open: ended.is_none() && !wrong.is_empty(),
            wrong,
            suggestions: record.suggestions,
            day,
        }
    }
}

fn differing(body: i64, steps: &Steps) -> Option<(usize, usize, String)> {
    let ends = steps.count(RosterStep::End) + steps.count(RosterStep::GoOn);
    (!steps.is_empty()).then(|| {
        (
            steps.count(RosterStep::Begin),
            ends,
            paths::registry_roster(body),
        )
    })
}

impl MemberRow {
    fn new(one: &Membership, typed: Option<(&Fields, &[Wrong])>) -> Self {
        let to = one.valid_to.map_or_else(String::new, wording::date);
        let there = Fields(vec![("to".to_owned(), to)]);
        let (fields, wrong) = typed.unwrap_or((&there, &[]));
        Self {
            link: Link::new(
                paths::registry_department(one.member_id),
                one.member.clone(),
            ),
            life: stated_life(one.valid_from, one.valid_to),
            source: one.source.clone(),
            version: one.version,
            end: paths::registry_member_end(one.id),
            to: Field::day("to", "退出日", "不再是成员的第一天；清空则仍是成员。")
                .identified(format!("member-{}-to", one.id))
                .filled(fields, wrong),
        }
    }
}
