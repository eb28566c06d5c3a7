//! The trial, as the first start of the real program makes it: it is there, it stays, and nothing in it contradicts
//! what the site would have written.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use fengong::domain::{
    Cycle, Pace, Period, Progress, ReportState, Reported, TargetKind, Verdict, judge,
};
use fengong::postgres::{Options, Postgres, usable_folder};
use fengong::store::{items, standing};
use rust_decimal::Decimal;
use sqlx::{Connection, PgConnection};

use crate::support::TODAY;
use crate::support::program::Program;
use crate::support::serving::Serving;

#[tokio::test]
async fn a_trial_is_made_once_and_consistent() {
    let folder = Folder::new();
    let first = folder.serve();
    let accounts = accounts(&first.greeting);
    assert_eq!(accounts.len(), 9, "{}", first.greeting);
    let file = folder.0.join("accounts.txt");
    let mode = fs::metadata(&file).expect("kept").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    everybody_finds_work(&first, &accounts);
    Program::new(&["user", "list"])
        .env("FENGONG_DATA", &folder.0)
        .run()
        .complains(&["正由另一个运行中的实例使用"]);
    assert_eq!(first.stop().1, Some(0));

    let before = Counts::of(&folder).await;
    let second = folder.serve();
    assert_eq!(self::accounts(&second.greeting), accounts);
    assert_eq!(second.stop().1, Some(0));
    assert_eq!(Counts::of(&folder).await, before);

    let postgres = folder.postgres();
    let mut db = PgConnection::connect(&postgres.url("fengong"))
        .await
        .expect("the trial's database");
    every_state_is_shown(&mut db).await;
    reports_are_complete_and_in_the_past(&mut db).await;
    figures_are_judged_as_the_site_judges(&mut db).await;
    counts_never_fall(&mut db).await;
    standing_follows_from_reports(&mut db).await;
    db.close().await.expect("closed");
}

/// Login and password of every line of the table.
fn accounts(greeting: &str) -> BTreeMap<String, String> {
    let table = greeting.lines().skip_while(|line| !line.contains("密码"));
    let account = |line: &str| {
        let mut words = line.split_whitespace();
        Some((words.next()?.to_owned(), words.last()?.to_owned()))
    };
    let lines = table.skip(1).take_while(|line| !line.is_empty());
    lines.filter_map(account).collect()
}

fn everybody_finds_work(serving: &Serving, accounts: &BTreeMap<String, String>) {
    let table = [
        ("zjj-jingban", "/todo", "被退回，请修改后重新报送"),
        ("zjj-shenhe", "/todo", "逾期未报"),
        ("gsj-jingban", "/todo", "本期待报"),
        ("nx-zjj-jingban", "/todo", "本期待报"),
        ("zjj-jingban", "/notices", "2018年第二季度填报还有"),
        ("zjj-shenhe", "/notices", "等待审核"),
        ("ducha", "/notices", "已逾期 87 天"),
        ("ducha", "/reviews", "演示数据"),
        ("lingdao", "/overview", "欠进度"),
        ("nx-ducha", "/overview", "欠进度"),
    ];
    for (login, path, words) in table {
        let (status, cookie) = serving.sign_in(login, &accounts[login]);
        assert_eq!(status, 303, "{login}");
        let (status, page) = serving.get(path, &cookie);
        assert_eq!(status, 200, "{login} {path}");
        assert!(page.contains(words), "{login} {path} lacks {words}");
        assert!(page.contains("试用环境：日期固定为 2018-06-20"), "{path}");
    }
    assert_eq!(serving.sign_in("yanshi", "anything").0, 422);
}

#[derive(Debug, PartialEq, Eq)]
struct Counts(Vec<(String, i64)>);

impl Counts {
    async fn of(folder: &Folder) -> Self {
        let postgres = folder.postgres();
        let mut db = PgConnection::connect(&postgres.url("fengong"))
            .await
            .expect("the trial's database");
        let counts = sqlx::query_as(
            "select 'documents', count(*) from document union all select 'reports', count(*) from report
             union all select 'accounts', count(*) from user_account
             union all select 'events', count(*) from event where action not like 'session.%'
             union all select 'departments', count(*) from department order by 1",
        )
        .fetch_all(&mut db)
        .await
        .expect("asked");
        db.close().await.expect("closed");
        Self(counts)
    }
}

async fn every_state_is_shown(db: &mut PgConnection) {
    let states: Vec<(ReportState, i64)> =
        sqlx::query_as("select state, count(*) from report group by state order by state")
            .fetch_all(&mut *db)
            .await
            .expect("asked");
    assert_eq!(states.len(), ReportState::ALL.len(), "{states:?}");
    let progress: Vec<Progress> = sqlx::query_scalar(
        "select distinct i.progress from item i join document d on d.id = i.document_id
         join jurisdiction j on j.id = d.jurisdiction_id where j.code = '65' and not i.served",
    )
    .fetch_all(&mut *db)
    .await
    .expect("asked");
    assert_eq!(progress.len(), Progress::ALL.len(), "{progress:?}");
    let lagging: i64 = sqlx::query_scalar(
        "select count(*) from item where progress = 'behind' and shortfall > 10 and not served",
    )
    .fetch_one(&mut *db)
    .await
    .expect("asked");
    assert!(lagging > 0, "no figure lags behind 序时进度");
}

#[derive(Debug, sqlx::FromRow)]
struct Written {
    progress_text: String,
    problems: String,
    next_step: String,
    stated_progress: Option<Progress>,
    state: ReportState,
    first_day: NaiveDate,
    last_moment: chrono::DateTime<chrono::Utc>,
    demonstration: bool,
}

async fn reports_are_complete_and_in_the_past(db: &mut PgConnection) {
    let reports: Vec<Written> = sqlx::query_as(
        "select progress_text, problems, next_step, stated_progress, state, first_day, demonstration,
                greatest(created_at, submitted_at, reviewed_at) as last_moment
         from report r join period p on p.id = r.period_id",
    )
    .fetch_all(db)
    .await
    .expect("asked");
    assert!(reports.len() > 1000);
    let midnight = TODAY.and_time(chrono::NaiveTime::MIN).and_utc();
    for report in reports {
        assert!(report.demonstration);
        assert!(report.progress_text.chars().count() >= 5, "{report:?}");
        assert!(report.stated_progress.is_some(), "{report:?}");
        let behind = report.stated_progress == Some(Progress::Behind);
        assert!(!behind || !report.problems.is_empty(), "{report:?}");
        let sent = report.state != ReportState::Draft;
        assert!(!sent || !report.next_step.is_empty(), "{report:?}");
        assert!(report.last_moment < midnight, "{report:?}");
        assert!(
            report.last_moment.date_naive() > report.first_day,
            "{report:?}"
        );
    }
}

#[derive(Debug, sqlx::FromRow)]
struct Figure {
    item_id: i64,
    department_id: i64,
    target_id: i64,
    stated: Progress,
    value: Option<Decimal>,
    grade: Option<String>,
    holds: Option<bool>,
    as_of: Option<NaiveDate>,
    sent_on: NaiveDate,
    verdict: Option<Verdict>,
    gap: Option<Decimal>,
    shortfall: Option<Decimal>,
    reported_from: NaiveDate,
    deadline: Option<NaiveDate>,
    last_day: NaiveDate,
}

async fn figures(db: &mut PgConnection) -> Vec<Figure> {
    sqlx::query_as(
        "select r.item_id, r.department_id, v.target_id, r.stated_progress as stated, v.value, v.grade, v.holds, v.as_of,
                v.verdict, v.gap, v.shortfall, d.reported_from, coalesce(t.deadline_last, i.deadline_last) as deadline,
                p.last_day, coalesce(r.submitted_at, r.created_at)::date as sent_on
         from report_value v
         join report r on r.id = v.report_id
         join period p on p.id = r.period_id
         join item i on i.id = r.item_id
         join document d on d.id = i.document_id
         join target t on t.id = v.target_id
         order by r.item_id, r.department_id, v.target_id, p.last_day",
    )
    .fetch_all(db)
    .await
    .expect("asked")
}

async fn figures_are_judged_as_the_site_judges(db: &mut PgConnection) {
    let figures = figures(&mut *db).await;
    assert!(figures.len() > 100);
    let mut targets = BTreeMap::new();
    for figure in figures {
        let rows = match targets.entry(figure.item_id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                let rows = items::targets(&mut *db, figure.item_id).await;
                unknown.insert(rows.expect("asked"))
            }
        };
        let row = rows.iter().find(|row| row.id == figure.target_id);
        let target = &row.expect("a target of the item").target;
        let reported = Reported {
            value: figure.value,
            grade: figure.grade.clone(),
            holds: figure.holds,
            reference: None,
        };
        let pace = Pace {
            start: figure.reported_from,
            end: figure.deadline,
            on: figure.last_day,
        };
        let judgement = judge(target, &reported, pace);
        assert_eq!(figure.verdict, Some(judgement.verdict), "{figure:?}");
        assert_eq!(figure.gap, judgement.gap, "{figure:?}");
        assert_eq!(figure.shortfall, judgement.shortfall, "{figure:?}");
        assert!(figure.as_of <= Some(figure.sent_on), "{figure:?}");
        if judgement.progress(target, pace) == Progress::Behind {
            assert_eq!(figure.stated, Progress::Behind, "{figure:?}");
        }
    }
}

async fn counts_never_fall(db: &mut PgConnection) {
    let counted: Vec<i64> = sqlx::query_scalar("select id from target where kind = $1")
        .bind(TargetKind::Flow)
        .fetch_all(&mut *db)
        .await
        .expect("asked");
    let figures = figures(db).await;
    let counts = figures
        .iter()
        .filter(|figure| counted.contains(&figure.target_id));
    let mut last: BTreeMap<_, Decimal> = BTreeMap::new();
    for figure in counts {
        let key = (figure.item_id, figure.department_id, figure.target_id);
        let value = figure.value.expect("a count");
        let before = last.insert(key, value);
        assert!(before.is_none_or(|before| before <= value), "{figure:?}");
    }
    assert!(!last.is_empty());
}

/// What was brought up to date at once is what the site would have brought up to date report by report.
async fn standing_follows_from_reports(db: &mut PgConnection) {
    let all =
        "select item_id, department_id, progress, shortfall, reported_through, report_id from duty
               order by item_id, department_id";
    type Duty = (
        i64,
        i64,
        Progress,
        Option<Decimal>,
        Option<NaiveDate>,
        Option<i64>,
    );
    type Item = (i64, Progress, Option<Decimal>, Option<NaiveDate>);
    let items = "select id, progress, shortfall, reported_through from item order by id";
    let duties_before: Vec<Duty> = sqlx::query_as(all)
        .fetch_all(&mut *db)
        .await
        .expect("asked");
    let items_before: Vec<Item> = sqlx::query_as(items)
        .fetch_all(&mut *db)
        .await
        .expect("asked");
    let mut db = db.begin().await.expect("a transaction");
    // A fifth of them meets every item that several answer for.
    for (item, department, ..) in duties_before.iter().step_by(5) {
        let refreshed = standing::refresh(&mut db, *item, *department).await;
        refreshed.expect("brought up to date");
    }
    let duties_after: Vec<Duty> = sqlx::query_as(all)
        .fetch_all(&mut *db)
        .await
        .expect("asked");
    let items_after: Vec<Item> = sqlx::query_as(items)
        .fetch_all(&mut *db)
        .await
        .expect("asked");
    assert_eq!(duties_after, duties_before);
    assert_eq!(items_after, items_before);

    let due = Period::containing(Cycle::Quarter, TODAY).previous().last;
    let silent = duties_before
        .iter()
        .filter(|(.., progress, _, through, _)| {
            *progress != Progress::Done && through.is_none_or(|through| through < due)
        });
    assert!(
        (10..200).contains(&silent.count()),
        "some are silent, not most"
    );
}

/// A data folder, gone with this value.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let name = format!("trial-{:x}", rand::random::<u64>());
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        Self(usable_folder(&path))
    }

    /// The program with nothing set but this folder.
    fn serve(&self) -> Serving {
        Serving::start(&[("FENGONG_DATA", self.0.to_str().expect("a plain name"))])
    }

    /// Its server, after the program has ended.
    fn postgres(&self) -> Postgres {
        Postgres::start(&Options::for_program(&self.0)).expect("the folder is free")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
