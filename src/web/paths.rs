//! Every address of the site as a function; nothing else spells one.

pub use super::evidence_paths::*;
pub use super::registry_paths::*;
pub use super::report_paths::*;
pub use super::request_paths::*;
pub use super::schedule_paths::*;
pub use super::workbook_paths::*;

/// The front door; leads everybody to their own.
pub const ROOT: &str = "/";
/// Signing in.
pub const SIGN_IN: &str = "/sign-in";
/// Signing out.
pub const SIGN_OUT: &str = "/sign-out";
/// 长者模式 on and off.
pub const PREFERENCES: &str = "/preferences";
/// 我的待办.
pub const TODO: &str = "/todo";
/// 核对并提交: all drafts at once.
pub const SUBMISSION: &str = "/todo/submission";
/// What was sent lately.
pub const SENT: &str = "/todo/sent";
/// 单位审核: what waits for the reviewer of a unit.
pub const UNIT_REVIEWS: &str = "/unit-reviews";
/// 通过 many at once.
pub const UNIT_ENDORSEMENTS: &str = "/unit-reviews/endorsements";
/// 核实 many at once.
pub const ACCEPTANCES: &str = "/reviews/acceptances";
/// 待核实.
pub const REVIEWS: &str = "/reviews";
/// 消息.
pub const NOTICES: &str = "/notices";
/// Marking notices as read.
pub const NOTICES_READING: &str = "/notices/reading";
/// 消息设置.
pub const NOTICE_SETTINGS: &str = "/notices/settings";
/// Making and revoking the secret address of one's calendar.
pub const NOTICE_CALENDAR: &str = "/notices/calendar";
/// 督办总览.
pub const OVERVIEW: &str = "/overview";
/// 需协调事项.
pub const COORDINATION: &str = "/coordination";
/// 台账.
pub const ITEMS: &str = "/items";
/// 台账 as CSV.
pub const ITEMS_CSV: &str = "/items.csv";
/// 目标.
pub const TARGETS: &str = "/targets";
/// 文件.
pub const DOCUMENTS: &str = "/documents";
/// 单位.
pub const DEPARTMENTS: &str = "/departments";
/// 导入: texts under review.
pub const IMPORTS: &str = "/imports";
/// Bringing a new text.
pub const IMPORT_NEW: &str = "/imports/new";
/// 设置.
pub const SETTINGS: &str = "/settings";
/// 提醒设置.
pub const REMINDER_SETTINGS: &str = "/settings/reminders";
/// 系统状态.
pub const JOBS: &str = "/jobs";
/// 账号.
pub const USERS: &str = "/users";
/// 操作日志.
pub const EVENTS: &str = "/events";
/// 使用说明.
pub const HELP: &str = "/help";

/// One notice, which leads to what it is about.
pub fn notice(id: i64) -> String {
    format!("/notices/{id}")
}

/// Marking one notice as read.
pub fn notice_reading(id: i64) -> String {
    format!("/notices/{id}/reading")
}

/// A calendar, by its secret.
pub fn calendar(secret: &str) -> String {
    format!("/calendar/{secret}.ics")
}

/// Trying a run again that was given up.
pub fn job_retry(job: i64) -> String {
    format!("/jobs/{job}/retry")
}

/// 事项.
pub fn item(id: i64) -> String {
    format!("/items/{id}")
}

/// A page of the targets, of one document or of all, of all or of those that documents set differently.
pub fn targets(document: Option<i64>, conflicting: bool, page: i64, size: i64) -> String {
    let document = document.map_or_else(String::new, |id| format!("document={id}&"));
    let conflicting = if conflicting { "conflict=1&" } else { "" };
    format!("{TARGETS}?{document}{conflicting}page={page}&size={size}")
}

/// The targets of a document.
pub fn targets_of(document: i64) -> String {
    format!("{TARGETS}?document={document}")
}

/// One target.
pub fn target(id: i64) -> String {
    format!("/targets/{id}")
}

/// One document.
pub fn document(id: i64) -> String {
    format!("/documents/{id}")
}

/// Its text.
pub fn document_text(id: i64) -> String {
    format!("/documents/{id}/text")
}

/// The clause of an item in its text, highlighted.
pub fn clause(document: i64, item: i64) -> String {
    format!("/documents/{document}/text?item={item}#item-{item}")
}

/// A place in its text, highlighted.
pub fn place(document: i64, character: i32) -> String {
    format!("/documents/{document}/text?at={character}#at")
}

/// A part of its text.
pub fn document_text_part(id: i64, part: usize) -> String {
    match part {
        1 => document_text(id),
        part => format!("/documents/{id}/text?page={part}"),
    }
}

/// Those items of its outline that a condition chooses.
pub fn document_outline(id: i64, only: &str, section: Option<i64>) -> String {
    let section = section.map_or_else(String::new, |section| format!("&section={section}"));
    format!("/documents/{id}?only={only}{section}#outline")
}

/// A panel of its page.
pub fn document_panel(id: i64, panel: &str) -> String {
    format!("/documents/{id}#{panel}")
}

/// The file as it arrived.
pub fn document_original(id: i64) -> String {
    format!("/documents/{id}/original")
}

/// Two documents item by item.
pub fn link(id: i64) -> String {
    format!("/links/{id}")
}

/// Two items of them side by side, by the key of the notice's item.
pub fn pair(link: i64, item: i64) -> String {
    format!("/links/{link}#pair-{item}")
}

/// The departments that owe a report of the last round due and can still make it good.
pub fn silent_departments() -> String {
    format!("{DEPARTMENTS}?which=silent")
}

/// The departments that owe a report of a round that is locked.
pub fn missing_departments() -> String {
    format!("{DEPARTMENTS}?which=missing")
}

/// One department.
pub fn department(id: i64) -> String {
    format!("/departments/{id}")
}

/// An address with those conditions of a query that are there.
pub fn with_query(path: &str, pairs: &[(&str, Option<String>)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in pairs {
        if let Some(value) = value {
            query.append_pair(name, value);
        }
    }
    match query.finish() {
        query if query.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

/// A text under review, at one of its parts.
pub fn import(id: i64) -> String {
    format!("/imports/{id}")
}

/// A part of a text under review.
pub fn import_part(id: i64, part: usize) -> String {
    format!("/imports/{id}?part={part}")
}

/// A place in a text under review: the part and the first character of an item or paragraph.
pub fn import_place(id: i64, part: usize, at: usize) -> String {
    format!("/imports/{id}?part={part}#at-{at}")
}

/// Deciding on a text under review.
pub fn import_decisions(id: i64) -> String {
    format!("/imports/{id}/decisions")
}

/// Undoing a decision.
pub fn import_undoing(id: i64) -> String {
    format!("/imports/{id}/undoing")
}

/// Changing or adding an item: the characters it stands in.
pub fn import_item(id: i64, anchor: [usize; 2]) -> String {
    format!("/imports/{id}/item?from={}&to={}", anchor[0], anchor[1])
}

/// Splitting an item.
pub fn import_split(id: i64, anchor: [usize; 2]) -> String {
    format!("/imports/{id}/split?from={}&to={}", anchor[0], anchor[1])
}

/// What publishing would write.
pub fn import_publication(id: i64) -> String {
    format!("/imports/{id}/publication")
}

/// Putting a text aside.
pub fn import_abandonment(id: i64) -> String {
    format!("/imports/{id}/abandonment")
}

/// The file of a text under review as it arrived.
pub fn import_original(id: i64) -> String {
    format!("/imports/{id}/original")
}

/// A text under review beside the document whose place it takes.
pub fn import_comparison(id: i64) -> String {
    format!("/imports/{id}/comparison")
}

/// Saying whether a text under review is a new version, and of which document.
pub fn import_version(id: i64) -> String {
    format!("/imports/{id}/version")
}

/// Bringing a new version of a document.
pub fn import_new_version(document: i64) -> String {
    format!("{IMPORT_NEW}?replaces={document}")
}

/// Joining a document with another by hand.
pub fn joining(document: i64) -> String {
    format!("/documents/{document}/joining")
}

/// What joining two documents in a certain way would do.
pub fn joining_of(document: i64, other: i64, relation: &str) -> String {
    format!("/documents/{document}/joining?other={other}&relation={relation}")
}

/// Removing a link between two documents.
pub fn link_removal(link: i64) -> String {
    format!("/links/{link}/removal")
}

/// The members of the bodies that an item names; of one body, and only those that have reported or have not.
pub fn item_members(item: i64, body: i64, which: &str) -> String {
    let which = match which {
        "" => String::new(),
        which => format!("&which={which}"),
    };
    format!("/items/{item}/members?body={body}{which}")
}
