//! How fast a document of 200 pages and 500 items is read, laid out for review, shown, and compared with a new version
//! of itself.
//!
//! `cargo bench --bench review`. The bar is 100 ms for reading it and 100 ms for its review page, on one core; what the
//! database adds to the page is three questions by key.

use std::hint::black_box;
use std::sync::Arc;

use askama::Template;
use chrono::{DateTime, NaiveDate};
use criterion::{Criterion, criterion_group, criterion_main};
use fengong::domain::ImportState;
use fengong::registry::{Registry, Tables};
use fengong::review::{compare, version};
use fengong::store;
use fengong::store::imports::Import;
use fengong::web::clock::Clock;
use fengong::web::page::Shell;
use fengong::web::reviewing::open::Open;
use fengong::web::reviewing::sheet_page::SheetPage;
use fengong::web::reviewing::version_form::VersionForm;
use fengong::web::state::{AppState, Site};

/// Characters of a page of the size that offices print: 22 lines of 28.
const PAGE: usize = 22 * 28;

const DO: [&str; 9] = [
    "制定", "开展", "建设", "推广", "公布", "完善", "健全", "落实", "编制",
];
const WHAT: [&str; 11] = [
    "地方标准",
    "监督抽查",
    "检验平台",
    "先进方法",
    "抽查结果",
    "追溯体系",
    "信用档案",
    "风险监测",
    "服务规范",
    "应急预案",
    "考核办法",
];
const WHERE: [&str; 13] = [
    "农产品",
    "工业品",
    "建筑工程",
    "旅游服务",
    "物流服务",
    "养老服务",
    "食品药品",
    "环境保护",
    "交通运输",
    "水利设施",
    "教育培训",
    "电子商务",
    "特种设备",
];
const WHO: [&str; 7] = [
    "自治区质监局",
    "自治区商务厅",
    "自治区民政厅",
    "自治区财政厅",
    "自治区工商局",
    "自治区农业厅",
    "自治区水利厅",
];

/// A notice of so many items, as long as 200 pages are; `salt` makes another of the same sort.
fn notice(items: usize, salt: usize) -> String {
    let mut text = String::from(
        "关于印发自治区质量发展任务分工的通知\n新政办发〔2018〕30号\n\n自治区有关部门：\n现将任务分工通知如下。\n\n",
    );
    let sentences = 200 * PAGE / items / 32;
    for item in 0..items {
        if item % 25 == 0 {
            let label = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
            let (ten, one) = (item / 25 / 10, item / 25 % 10);
            let label = match (ten, one) {
                (0, one) => label[one].to_owned(),
                (1, one) => format!("十{}", label[one]),
                (_, one) => format!("二十{}", label[one]),
            };
            text.push_str(&format!("{label}、{}{}\n", DO[item % 9], WHAT[item % 11]));
        }
        text.push_str(&format!(
            "{}.{}{}{}。",
            item + 1,
            DO[item * 5 % 9],
            WHERE[item * 3 % 13],
            WHAT[item * 7 % 11]
        ));
        for sentence in 0..sentences {
            let at = item * 31 + sentence * 17 + salt * usize::from(item % 10 == 0);
            text.push_str(&format!(
                "围绕{}{}{}，{}{}{}，提高{}水平。",
                WHERE[at % 13],
                DO[at / 3 % 9],
                WHAT[at / 2 % 11],
                DO[at % 9],
                WHERE[at / 5 % 13],
                WHAT[at % 11],
                WHERE[at / 7 % 13],
            ));
        }
        text.push_str(&format!(
            "到2020年，{}{}覆盖率达到{}%以上。（{}牵头，{}、{}配合）\n",
            WHERE[item % 13],
            WHAT[item % 11],
            50 + item % 50,
            WHO[item % 7],
            WHO[(item + 1) % 7],
            WHO[(item + 3) % 7]
        ));
    }
    text.push_str("\n自治区人民政府办公厅\n2018年3月1日\n");
    text
}

fn registry() -> Registry {
    let tables = Tables {
        jurisdictions: include_str!("../seed-data/jurisdictions.csv"),
        departments: include_str!("../seed-data/departments.csv"),
        aliases: include_str!("../seed-data/aliases.csv"),
        successions: include_str!("../seed-data/successions.csv"),
        rosters: include_str!("../seed-data/rosters.csv"),
    };
    tables.registry().expect("the built-in registry is checked")
}

fn open(body: &str, registry: &Arc<Registry>) -> Open {
    let import = Import {
        id: 1,
        state: ImportState::Open,
        name: "任务分工".to_owned(),
        body: body.to_owned(),
        original_name: "任务分工.txt".to_owned(),
        media_type: "text/plain".to_owned(),
        remarks: Vec::new(),
        replaces_id: None,
        replaces: None,
        separate: false,
        sketch: Vec::new(),
        document_id: None,
        created_by_id: None,
        created_by: None,
        created_at: DateTime::UNIX_EPOCH,
    };
    let today = NaiveDate::from_ymd_opt(2018, 6, 20).expect("a date");
    Open::of(import, Vec::new(), registry.clone(), today).expect("no decision to read")
}

fn shell() -> Shell {
    let site = Site {
        name: "分工".to_owned(),
        support: String::new(),
        trial: false,
        mails: true,
        url: None,
        secure: false,
    };
    // Nothing is asked of it, so it need not be there.
    let pool = store::pool("postgres://nobody@127.0.0.1:1/none", 1).expect("an address");
    Shell::of_stranger(&AppState::new(pool, Clock::new(None), site), "")
}

fn review(c: &mut Criterion) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime for the pool");
    let _inside = runtime.enter();
    let text = notice(500, 0);
    let registry = Arc::new(registry());
    let mut group = c.benchmark_group("200 pages, 500 items");
    group.sample_size(20);
    group.bench_function("read", |b| {
        b.iter(|| fengong::document::parse(black_box(&text)))
    });
    group.bench_function("lay out", |b| b.iter(|| open(black_box(&text), &registry)));
    let shell = shell();
    group.bench_function("review page", |b| {
        b.iter(|| {
            let open = open(black_box(&text), &registry);
            let version = VersionForm::of(&open, Vec::new(), Vec::new());
            SheetPage::new(shell.clone(), &open, version, 3)
                .render()
                .expect("a page")
        })
    });
    let items = |text: &str| {
        let open = open(text, &registry);
        version(open.draft.as_ref().expect("a region"), &registry)
    };
    let (old, new) = (items(&text), items(&notice(500, 7)));
    assert_eq!((old.len(), new.len()), (500, 500));
    group.bench_function("compare", |b| {
        b.iter(|| compare(black_box(&old), black_box(&new)))
    });
    group.finish();
}

criterion_group!(benches, review);
criterion_main!(benches);
