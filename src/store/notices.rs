//! 消息: telling people, and what they were told. Whoever causes something calls one of the first functions in its own
//! transaction, so that nobody hears of what did not happen and nothing happens unheard.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use crate::domain::{Cycle, NoticeKind, Period, Post, Subject};

/// Tells those who wrote, saved or sent reports what became of them, and the people of the unit in some posts. Whoever
/// caused it knows already. What was returned carries its reason.
pub async fn tell_of_reports(
    db: &mut PgConnection,
    kind: NoticeKind,
    reports: &[i64],
    posts: &[Post],
    by: i64,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    let posts: Vec<String> = posts.iter().map(|post| post.code().to_owned()).collect();
    sqlx::query!(
        r#"insert into notice (user_id, kind, item_id, report_id, department_id, note, created_at, mailable)
           select distinct u.id, $2, r.item_id, r.id, r.department_id,
                  case when $2 = 'returned' then coalesce(r.return_reason, '') else '' end, $5::timestamptz,
                  coalesce($2 = any(p.kinds), false)
           from report r
           join user_grant g on g.department_id = r.department_id and g.post in ('clerk', 'reviewer')
           join user_account u on u.id = g.user_id and u.disabled_at is null
           left join notice_preference p on p.user_id = u.id
           where r.id = any($1) and u.id <> $4
             and (u.id in (r.author_id, r.saved_by, r.handed_in_by, r.submitted_by) or g.post = any($3))"#,
        reports,
        kind.code(),
        &posts,
        by,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Tells the reviewers of each unit that reports wait for them: one notice, however many.
pub async fn tell_of_handing_in(
    db: &mut PgConnection,
    reports: &[i64],
    by: i64,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into notice (user_id, kind, item_id, report_id, department_id, count, created_at, mailable)
           select u.id, 'handed_in', case when count(*) = 1 then min(r.item_id) end,
                  case when count(*) = 1 then min(r.id) end, r.department_id, count(*)::int, $3,
                  coalesce('handed_in' = any(p.kinds), false)
           from report r
           join user_grant g on g.department_id = r.department_id and g.post = 'reviewer'
           join user_account u on u.id = g.user_id and u.disabled_at is null
           left join notice_preference p on p.user_id = u.id
           where r.id = any($1) and u.id not in ($2, r.author_id, r.saved_by)
           group by u.id, r.department_id, p.kinds"#,
        reports,
        by,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Tells the people of every department that a document gives items to, one notice a department.
pub async fn tell_of_publication(
    db: &mut PgConnection,
    document: i64,
    by: Option<i64>,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into notice (user_id, kind, document_id, department_id, count, created_at, mailable)
           select distinct u.id, 'published', $1::bigint, d.department_id, d.items, $3::timestamptz,
                  coalesce('published' = any(p.kinds), false)
           from (select department_id, count(*)::int as items from tracked_duty where document_id = $1 group by department_id) d
           join user_grant g on g.department_id = d.department_id and g.post in ('clerk', 'reviewer')
           join user_account u on u.id = g.user_id and u.disabled_at is null
           left join notice_preference p on p.user_id = u.id
           where u.id is distinct from $2"#,
        document,
        by,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A notice for which there is no function of its own.
#[derive(Debug, Clone, Default)]
pub struct NewNotice {
    /// The item it is about.
    pub item: Option<i64>,
    /// The report it is about.
    pub report: Option<i64>,
    /// The document it is about.
    pub document: Option<i64>,
    /// The department it is about.
    pub department: Option<i64>,
    /// In one line; empty where it follows from its kind.
    pub title: String,
    /// What somebody wrote about it.
    pub note: String,
}

/// Tells some people something.
pub async fn tell(
    db: &mut PgConnection,
    kind: NoticeKind,
    new: &NewNotice,
    users: &[i64],
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into notice (user_id, kind, item_id, report_id, document_id, department_id, title, note, created_at, mailable)
           select u.id, $2, $3, $4, $5, $6, $7, $8, $9, coalesce($2 = any(p.kinds), false)
           from user_account u left join notice_preference p on p.user_id = u.id
           where u.id = any($1) and u.disabled_at is null"#,
        users,
        kind.code(),
        new.item,
        new.report,
        new.document,
        new.department,
        new.title,
        new.note,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The people of a department in some posts.
pub async fn people_of(
    db: &mut PgConnection,
    department: i64,
    posts: &[Post],
) -> sqlx::Result<Vec<i64>> {
    let posts: Vec<String> = posts.iter().map(|post| post.code().to_owned()).collect();
    sqlx::query_scalar!(
        "select distinct user_id from user_grant where department_id = $1 and post = any($2) order by user_id",
        department,
        &posts
    )
    .fetch_all(db)
    .await
}

/// The people of the office of a region.
pub async fn office_of(db: &mut PgConnection, jurisdiction: i64) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar!(
        r#"select distinct user_id from user_grant
           where post = 'office' and department_id is null and (jurisdiction_id = $1 or jurisdiction_id is null) order by user_id"#,
        jurisdiction
    )
    .fetch_all(db)
    .await
}

/// A notice as the list shows it.
#[derive(Debug, Clone)]
pub struct NoticeLine {
    /// Key.
    pub id: i64,
    /// Why.
    pub kind: NoticeKind,
    /// The report it is about.
    pub report_id: Option<i64>,
    /// The item it is about.
    pub item_id: Option<i64>,
    /// The document it is about.
    pub document_id: Option<i64>,
    /// The department it is about.
    pub department_id: Option<i64>,
    /// For how many things it stands.
    pub count: i32,
    /// Its own summary, if it has one.
    pub title: String,
    /// What somebody wrote.
    pub note: String,
    /// Title of the item.
    pub item: Option<String>,
    /// Title of the document.
    pub document: Option<String>,
    /// Short name of the department.
    pub department: Option<String>,
    /// Cycle of the report.
    pub cycle: Option<Cycle>,
    /// First day of its period.
    pub first_day: Option<NaiveDate>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// True when the person has seen it.
    pub read: bool,
}

impl NoticeLine {
    /// In one line.
    pub fn sentence(&self) -> String {
        if !self.title.is_empty() {
            return self.title.clone();
        }
        let period = self.cycle.zip(self.first_day);
        let period = period.map(|(cycle, day)| Period::containing(cycle, day).name());
        self.kind.sentence(&Subject {
            item: self.item.as_deref().unwrap_or_default(),
            document: self.document.as_deref().unwrap_or_default(),
            department: self.department.as_deref().unwrap_or_default(),
            period: period.as_deref().unwrap_or_default(),
            count: self.count,
        })
    }
}

/// Which of a person's notices are asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked {
    /// This one only.
    pub only: Option<i64>,
    /// Those of this letter.
    pub letter: Option<i64>,
    /// Those that are older than this one.
    pub before: Option<i64>,
}

/// The notices of a person, newest first, at most `limit`.
pub async fn newest(
    db: &mut PgConnection,
    user: i64,
    asked: Asked,
    limit: i64,
) -> sqlx::Result<Vec<NoticeLine>> {
    sqlx::query_as!(
        NoticeLine,
        r#"select n.id, n.kind as "kind: NoticeKind", n.report_id, n.item_id, n.document_id, n.department_id, n.count, n.title,
                  n.note, i.title as "item?", d.title as "document?", p.short_name as "department?",
                  w.cycle as "cycle?: Cycle", w.first_day as "first_day?", n.created_at, n.read_at is not null as "read!"
           from notice n
           left join item i on i.id = n.item_id
           left join document d on d.id = n.document_id
           left join department p on p.id = n.department_id
           left join report r on r.id = n.report_id
           left join period w on w.id = r.period_id
           where n.user_id = $1 and ($2::bigint is null or n.id = $2) and ($3::bigint is null or n.letter_id = $3)
             and ($4::bigint is null or n.id < $4)
           order by n.id desc limit $5"#,
        user,
        asked.only,
        asked.letter,
        asked.before,
        limit
    )
    .fetch_all(db)
    .await
}

/// How many notices a person has not read; counted no further than a thousand.
pub async fn unread(db: &mut PgConnection, user: i64) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from (select 1 as one from notice where user_id = $1 and read_at is null limit 1000) n"#,
        user
    )
    .fetch_one(db)
    .await
}

/// Marks one notice of a person as read. False when there is no such notice.
pub async fn read(
    db: &mut PgConnection,
    user: i64,
    notice: i64,
    at: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let known = sqlx::query!(
        "update notice set read_at = coalesce(read_at, $3) where id = $1 and user_id = $2",
        notice,
        user,
        at
    )
    .execute(db)
    .await?;
    Ok(known.rows_affected() == 1)
}

/// Marks a person's notices up to one as read: what came up meanwhile stays unread. Gives how many there were.
pub async fn read_through(
    db: &mut PgConnection,
    user: i64,
    notice: i64,
    at: DateTime<Utc>,
) -> sqlx::Result<u64> {
    let read = sqlx::query!(
        "update notice set read_at = $3 where user_id = $1 and id <= $2 and read_at is null",
        user,
        notice,
        at
    )
    .execute(db)
    .await?;
    Ok(read.rows_affected())
}
