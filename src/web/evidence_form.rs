//! The form in which a report gets its evidence: the report it is for, what the page shows, what was typed.

use askama::Template;
use chrono::NaiveDate;
use sqlx::PgConnection;

use super::error::Error;
use super::evidence_parts::EvidencePart;
use super::extract::Fields;
use super::page::Shell;
use super::paths;
use super::person::Person;
use super::receiving::Received;
use super::reporting::entry::Mistake;
use super::reporting::fields::said;
use crate::domain::{
    EVIDENCE_BYTES, EVIDENCE_OF_REPORT, EvidenceKind, Period, ReportStep, evidence_extensions,
};
use crate::intake::classification_in_name;
use crate::store::events;
use crate::store::evidence;
use crate::store::evidence_files::Whole;
use crate::store::evidence_lists::{self, Ask};
use crate::store::items::{self, Item};
use crate::store::reports::{self, Report, Sight};

/// So many pieces are offered to be chosen; others are found by their words.
const OFFERED: i64 = 30;

/// The page of the form.
#[derive(Debug, Template)]
#[template(path = "report_evidence/edit.html")]
pub struct EvidencePage {
    shell: Shell,
    department: String,
    period: String,
    form: String,
    action: String,
    choice: String,
    removal: String,
    pieces: Vec<EvidencePart>,
    most: i64,
    full: bool,
    megabytes: usize,
    extensions: String,
    accept: String,
    kinds: Vec<(&'static str, &'static str, bool)>,
    title: String,
    doc_number: String,
    formed_on: String,
    declared: bool,
    today: NaiveDate,
    mistakes: Vec<Mistake>,
    wrong: Wrong,
    words: String,
    offered: Vec<EvidencePart>,
    more: i64,
    has_any: bool,
}

/// What is wrong with each field.
#[derive(Debug, Default)]
struct Wrong {
    title: Option<String>,
    kind: Option<String>,
    doc_number: Option<String>,
    formed_on: Option<String>,
    declared: Option<String>,
    file: Option<String>,
}

impl Wrong {
    fn of(mistakes: &[Mistake]) -> Self {
        Self {
            title: said(mistakes, "title"),
            kind: said(mistakes, "kind"),
            doc_number: said(mistakes, "doc-number"),
            formed_on: said(mistakes, "formed-on"),
            declared: said(mistakes, "declared"),
            file: said(mistakes, "file"),
        }
    }
}

/// A report whose evidence this person may change.
#[derive(Debug)]
pub struct Draft {
    /// The report.
    pub report: Report,
    /// Its item.
    pub item: Item,
}

impl Draft {
    /// The report, if it is one of the person's own departments; whether it can still be changed is another question.
    ///
    /// # Errors
    ///
    /// When it is not.
    pub async fn load(db: &mut PgConnection, person: &Person, id: i64) -> Result<Self, Error> {
        let own = Sight {
            own: person.departments(),
            ..Sight::default()
        };
        let report = reports::find(db, &person.reach(), id, &own)
            .await?
            .filter(|report| own.own.contains(&report.department_id))
            .ok_or(Error::NotFound)?;
        let item = items::find(db, &person.reach(), report.item_id)
            .await?
            .ok_or(Error::NotFound)?;
        Ok(Self { report, item })
    }

    /// True while it may be changed.
    pub fn is_open(&self) -> bool {
        self.report.state.after(ReportStep::Save).is_some()
    }

    fn period(&self) -> String {
        let report = &self.report;
        let (first, last, cycle) = (report.first_day, report.last_day, report.cycle);
        Period { first, last, cycle }.name()
    }

    /// Something that happened to what proves it.
    pub fn event(&self, action: &'static str, titles: &str, person: &Person) -> events::Event {
        events::Event {
            actor: Some(person.id),
            action,
            document: Some(self.item.document_id),
            item: Some(self.item.id),
            department: Some(self.report.department_id),
            report: Some(self.report.id),
            before: None,
            after: Some(serde_json::json!({ "evidence": titles, "period": self.period() })),
        }
    }
}

impl EvidencePage {
    /// The form of a report with what was typed or searched for.
    ///
    /// # Errors
    ///
    /// When the database refuses.
    pub async fn load(
        db: &mut PgConnection,
        shell: Shell,
        draft: &Draft,
        fields: &Fields,
        today: NaiveDate,
    ) -> Result<Self, Error> {
        let words: String = fields.text("words").chars().take(50).collect();
        let ask = Ask {
            departments: vec![draft.report.department_id],
            words: Some(words.clone()).filter(|words| !words.is_empty()),
            kind: None,
            beside: Some(draft.report.id),
        };
        let pieces = evidence::of_reports(db, &[draft.report.id]).await?;
        let total = evidence_lists::count(db, &ask).await?;
        let offered = evidence_lists::list(db, &ask, OFFERED, 0).await?;
        let report = &draft.report;
        let kind = fields.text("kind");
        let extensions = evidence_extensions();
        let title = format!("佐证材料：{}", draft.item.title);
        let form = paths::report_form_for(report.item_id, report.department_id, report.first_day);
        Ok(Self {
            department: report.department.clone(),
            period: draft.period(),
            action: paths::report_evidence(report.id),
            choice: paths::evidence_choice(report.id),
            removal: paths::evidence_removal(report.id),
            most: EVIDENCE_OF_REPORT,
            full: i64::try_from(pieces.len()).is_ok_and(|count| count >= EVIDENCE_OF_REPORT),
            pieces: pieces.iter().map(EvidencePart::of_report).collect(),
            megabytes: EVIDENCE_BYTES / 1024 / 1024,
            accept: format!(".{}", extensions.join(",.")),
            extensions: extensions.join("、"),
            kinds: EvidenceKind::ALL
                .iter()
                .map(|one| (one.code(), one.label(), one.code() == kind))
                .collect(),
            title: fields.text("title").to_owned(),
            doc_number: fields.text("doc-number").to_owned(),
            formed_on: fields.text("formed-on").to_owned(),
            declared: fields.text("declared") == "yes",
            today,
            mistakes: Vec::new(),
            wrong: Wrong::default(),
            more: total - i64::try_from(offered.len()).unwrap_or(total),
            has_any: total > 0 || ask.words.is_some(),
            offered: offered
                .iter()
                .map(|line| EvidencePart::new(line, paths::evidence_file(line.id)))
                .collect(),
            words,
            shell: shell
                .titled(title)
                .under(paths::TODO, "我的待办")
                .under(form.clone(), "填报"),
            form,
        })
    }

    /// The same form, not taken.
    pub fn mistaken(mut self, mistakes: Vec<Mistake>) -> Self {
        self.shell.invalid = true;
        self.wrong = Wrong::of(&mistakes);
        self.mistakes = mistakes;
        self
    }
}

/// What is said of a file, read.
#[derive(Debug)]
pub struct Said {
    /// What people call it.
    pub title: String,
    /// What it is.
    pub kind: EvidenceKind,
    /// 文号, or empty.
    pub doc_number: String,
    /// 形成日期.
    pub formed_on: Option<NaiveDate>,
}

impl Said {
    /// Reads what was sent with a file.
    ///
    /// # Errors
    ///
    /// When something is to be mended.
    pub fn read(received: &Received, today: NaiveDate) -> Result<(Self, &Whole), Vec<Mistake>> {
        let (fields, name) = (&received.fields, received.file_name.as_str());
        let mut mistakes = Mistakes::default();
        let whole = match &received.file {
            None => mistakes.say("file", "请选择要上传的文件。"),
            Some(Err(sentence)) => mistakes.say("file", sentence.clone()),
            Some(Ok(whole)) => Some(whole),
        };
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let title = match fields.text("title") {
            "" => stem,
            title => title,
        };
        mistakes.length("title", title, 100);
        mistakes.classification(title, stem);
        let kind = match fields.text("kind").parse() {
            Ok(kind) => Some(kind),
            Err(_) => mistakes.say("kind", "请选择材料类型。"),
        };
        let doc_number = fields.text("doc-number");
        mistakes.length("doc-number", doc_number, 60);
        let formed_on = mistakes.day(fields.text("formed-on"), today);
        if fields.text("declared") != "yes" {
            mistakes.say::<()>("declared", "请确认材料不涉密。涉密材料不得上传。");
        }
        match (whole, kind) {
            (Some(whole), Some(kind)) if mistakes.0.is_empty() => {
                let said = Self {
                    title: title.to_owned(),
                    kind,
                    doc_number: doc_number.to_owned(),
                    formed_on,
                };
                Ok((said, whole))
            }
            _ => Err(mistakes.0),
        }
    }
}

#[derive(Default)]
struct Mistakes(Vec<Mistake>);

impl Mistakes {
    fn say<T>(&mut self, field: &str, sentence: impl Into<String>) -> Option<T> {
        self.0.push(Mistake {
            field: field.to_owned(),
            sentence: sentence.into(),
        });
        None
    }

    fn length(&mut self, field: &str, text: &str, most: usize) {
        if text.chars().count() > most {
            self.say::<()>(field, format!("最多 {most} 字，请缩短。"));
        }
    }

    fn classification(&mut self, title: &str, stem: &str) {
        let marked = [("title", title), ("file", stem)]
            .into_iter()
            .find_map(|(field, text)| Some((field, classification_in_name(text)?)));
        if let Some((field, mark)) = marked {
            let sentence = format!(
                "名称中有密级标志“{mark}”。本系统为非涉密系统，不得上传涉密材料，文件没有保存。"
            );
            self.say::<()>(field, sentence);
        }
    }

    fn day(&mut self, text: &str, today: NaiveDate) -> Option<NaiveDate> {
        match text.parse() {
            _ if text.is_empty() => None,
            Ok(day) if day > today => self.say("formed-on", "形成日期晚于今天，请核对。"),
            Ok(day) => Some(day),
            Err(_) => self.say(
                "formed-on",
                "形成日期写作 2018-06-20 这样的形式，不知道的可以不填。",
            ),
        }
    }
}
