//! A folder of documents imported in one go: what becomes of each file, that it goes on where it was broken off, and
//! how the command ends.

use std::fs;

use crate::support::page::Part;
use crate::support::program::{Folder, Outcome, Program};
use crate::support::server::Template;
use crate::support::{House, seeds};

/// Of these each document is made in its own way, so that none resembles another.
const WORK: [&str; 8] = [
    "制定地方标准",
    "开展监督抽查",
    "建设检验平台",
    "培训质量人员",
    "推广先进方法",
    "公布抽查结果",
    "设立投诉热线",
    "评选优质工程",
];
const FIELDS: [&str; 7] = [
    "农产品",
    "工业品",
    "建筑工程",
    "旅游服务",
    "物流服务",
    "养老服务",
    "食品药品",
];
const WHO: [&str; 5] = [
    "自治区质监局",
    "自治区商务厅",
    "自治区民政厅",
    "自治区财政厅",
    "自治区工商局",
];

/// A notice of 新疆 with so many items.
fn notice(number: usize, items: usize) -> String {
    let mut text = format!(
        "关于{}质量工作第{number}号任务分工的通知\n新政办发〔2018〕{}号\n\n自治区有关部门：\n现将任务分工通知如下。\n\n一、重点任务\n",
        FIELDS[number % FIELDS.len()],
        1000 + number
    );
    for item in 0..items {
        let pick = |list: &[&'static str], step: usize| {
            list[(number * step + item * (step + 1) + item / list.len()) % list.len()]
        };
        text.push_str(&format!(
            "{}.{}{}。围绕{}{}，{}，到2020年覆盖{}个县市。（{}牵头，{}配合）\n",
            item + 1,
            pick(&FIELDS, 3),
            pick(&WORK, 5),
            pick(&FIELDS, 2),
            pick(&WORK, 1),
            pick(&WORK, 4),
            number % 50 + item + 3,
            WHO[(number + item) % 5],
            WHO[(number + item + 1 + item % 3) % 5],
        ));
    }
    text.push_str("\n自治区人民政府办公厅\n2018年3月1日\n");
    text
}

fn import(house: &House, folder: &Folder, options: &[&str]) -> Outcome {
    Program::new(&[&["import"], options].concat())
        .arg(folder.path())
        .env("DATABASE_URL", house.url())
        .run()
}

#[tokio::test]
async fn every_file_below_a_folder_is_imported_and_none_twice() {
    let house = House::over(Template::Registry).await;
    let folder = Folder::new();
    fs::create_dir_all(folder.path().join("2018/6月")).expect("a folder of our own");
    for number in 0..12 {
        let name = match number % 3 {
            0 => format!("{number}.txt"),
            1 => format!("2018/{number}.txt"),
            _ => format!("2018/6月/{number}.txt"),
        };
        folder.file(&name, notice(number, 6));
    }
    folder.file(".~lock", "not a document");
    folder.file("~$1.docx", "not a document");
    import(&house, &folder, &[])
        .succeeds()
        .says("已导入 12，已有 0，待复核 0，未导入 0")
        .says("6月/2.txt：已导入《关于建筑工程质量工作第2号任务分工的通知》");
    let items: i64 = house.value("select count(*) from item").await;
    assert_eq!(items, 72);
    folder.file("新.txt", notice(40, 5));
    import(&house, &folder, &[])
        .succeeds()
        .says("已导入 1，已有 12，待复核 0，未导入 0");
}

#[tokio::test]
async fn what_needs_a_person_becomes_an_open_review_and_is_listed_with_the_reason() {
    let house = House::over(Template::Registry).await;
    let folder = Folder::new();
    folder.file("1.txt", notice(1, 6));
    folder.file(
        "2-单位.txt",
        notice(2, 6).replace("自治区民政厅", "自治区养老局"),
    );
    folder.file(
        "3-地区.txt",
        notice(3, 6)
            .replace("自治区", "")
            .replace("新政办发", "政办发"),
    );
    folder.file("4-近似.txt", notice(1, 6).replace("覆盖4个", "覆盖5个"));
    let outcome = import(&house, &folder, &[]);
    assert_eq!(outcome.code, Some(3), "{outcome:?}");
    outcome
        .says("已导入 1，已有 0，待复核 3，未导入 0")
        .says("待复核，请在网页“导入”中逐份处理：")
        .says("没有“自治区养老局”")
        .says("看不出文件属于哪个行政区")
        .says("与已有的《关于工业品质量工作第1号任务分工的通知》（新政办发〔2018〕1001号）文号相同，像是它的新版本");
    let open: i64 = house
        .value("select count(*) from import where state = 'open' and created_by is null")
        .await;
    assert_eq!(open, 3);
    // Nobody has to upload them again.
    let admin = house.admin().await;
    let page = admin.get("/imports").await;
    page.row("2-单位.txt").has("复核中").has("命令行");
    let page = page.open("4-近似.txt").await;
    page.has("待确认，像是已有文件的新版本");
    // A second run finds them where they are.
    let again = import(&house, &folder, &[]);
    assert_eq!(again.code, Some(3), "{again:?}");
    again
        .says("已导入 0，已有 1，待复核 3，未导入 0")
        .says("此前已经待复核");
    let open: i64 = house.value("select count(*) from import").await;
    assert_eq!(open, 3);
}

#[tokio::test]
async fn what_no_person_can_settle_is_refused_and_not_kept() {
    let house = House::over(Template::Registry).await;
    let folder = Folder::new();
    folder.file("1.txt", notice(1, 6));
    folder.file("图片.jpg", b"\xff\xd8\xff\xe0\0\0".as_slice());
    folder.file("密件.txt", format!("机密★1年\n{}", notice(2, 6)));
    folder.file(
        "新闻.txt",
        "自治区召开质量工作会议\n本报讯 6月20日，自治区质量工作会议在乌鲁木齐召开，自治区领导出席会议并讲话。会议指出，要加强质量工作。\n",
    );
    let outcome = import(&house, &folder, &[]);
    outcome
        .complains(&[])
        .says("已导入 1，已有 0")
        .says("没有导入：")
        .says("图片.jpg：");
    let kept: Vec<String> = house
        .values("select original_name from import union select original_name from document_source order by 1")
        .await;
    assert!(
        !kept
            .iter()
            .any(|name| name.contains("密件") || name.contains("图片")),
        "{kept:?}"
    );
}

#[tokio::test]
async fn a_dry_run_of_a_folder_writes_nothing() {
    let house = House::over(Template::Registry).await;
    let folder = Folder::new();
    folder.file("1.txt", notice(1, 6));
    folder.file(
        "2.txt",
        notice(2, 6).replace("自治区民政厅", "自治区养老局"),
    );
    let outcome = import(&house, &folder, &["--dry-run"]);
    assert_eq!(outcome.code, Some(3), "{outcome:?}");
    outcome
        .says("可以导入（试运行，没有写入）")
        .says("待复核 1");
    let written = "select (select count(*) from document) + (select count(*) from import) + (select count(*) from event)";
    assert_eq!(house.value::<i64>(written).await, 0);
}

#[tokio::test]
async fn a_folder_without_files_is_named() {
    let house = House::over(Template::Registry).await;
    let folder = Folder::new();
    import(&house, &folder, &[]).complains(&["文件夹中没有文件"]);
    folder.file("1.txt", notice(1, 6));
    import(&house, &folder, &["--title=标题"]).complains(&["--title 只能用于一个文件"]);
}

#[tokio::test]
async fn a_text_that_was_put_aside_is_not_brought_back_by_the_next_run() {
    let house = House::over(Template::Registry).await;
    let folder = Folder::new();
    folder.file(
        "1.txt",
        notice(1, 6).replace("自治区民政厅", "自治区养老局"),
    );
    import(&house, &folder, &[]);
    let admin = house.admin().await;
    let import_id: i64 = house.value("select id from import").await;
    admin
        .post(&format!("/imports/{import_id}/abandonment"), &[])
        .await
        .location();
    import(&house, &folder, &[])
        .succeeds()
        .says("曾经导入并被放弃");
    let imports: i64 = house.value("select count(*) from import").await;
    assert_eq!(imports, 1);
}

/// The flaw that this guards against: a document that differs in one character from one that is there was imported
/// beside it, and each was linked as carrying out the other.
#[tokio::test]
async fn one_changed_character_makes_no_other_document() {
    let house = House::over(Template::Registry).await;
    let folder = Folder::new();
    let text = seeds::text("003");
    let first = folder.file("1.txt", &text);
    let second = folder.file("2.txt", text.replacen("质量", "品质", 1));
    let run = |file: &std::path::Path, options: &[&str]| {
        Program::new(&[&["import"], options].concat())
            .arg(file)
            .env("DATABASE_URL", house.url())
            .run()
    };
    run(&first, &[]).succeeds();
    run(&second, &[]).complains(&["像是它的新版本", "--as-new-version", "--separate"]);
    let links = "select count(*) from document_link";
    assert_eq!(house.value::<i64>(links).await, 0);
    run(&second, &["--separate"]).succeeds();
    assert_eq!(house.value::<i64>(links).await, 0, "a document of its own");
    let third = folder.file("3.txt", text.replacen("质量", "素质", 1));
    run(&third, &["--as-new-version"])
        .succeeds()
        .says("的新版本：新增 0 项、变更");
    let kinds: Vec<String> = house.values("select kind from document_link").await;
    assert_eq!(kinds, ["amends"]);
}
