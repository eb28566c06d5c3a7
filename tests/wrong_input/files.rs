//! Files that are no documents, at the command line, where an administrator meets them first.

use std::path::PathBuf;

use encoding_rs::BIG5;

use crate::support::program::{Folder, Outcome, Program};
use crate::support::server::Template;
use crate::support::{House, seeds};

/// A file that cannot be taken, and words of the sentence that says so.
struct Wrong {
    name: &'static str,
    bytes: Vec<u8>,
    sentence: &'static [&'static str],
}

fn wrong(
    name: &'static str,
    bytes: impl Into<Vec<u8>>,
    sentence: &'static [&'static str],
) -> Wrong {
    Wrong {
        name,
        bytes: bytes.into(),
        sentence,
    }
}

/// Files that no command takes.
fn unreadable() -> Vec<Wrong> {
    // Traditional characters as Taiwan saves them; as GB18030 they would read as other characters.
    let broken = "關於實施質量強區戰略的決定，現就有關事項通知如下。".repeat(20);
    let broken = BIG5.encode(&broken).0.into_owned();
    vec![
        wrong("空.txt", "", &["文件是空的"]),
        wrong("空白.txt", " \r\n\u{3000}\n", &["文件是空的"]),
        wrong(
            "图片.txt",
            b"\x89PNG\r\n\x1a\n\0\0".as_slice(),
            &["图片", "另存为"],
        ),
        wrong(
            "文档.docx",
            b"PK\x03\x04\x14\0\x06\0".as_slice(),
            &["不完整或已损坏", "另存为"],
        ),
        wrong(
            "扫描件.pdf",
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3".as_slice(),
            &["PDF", "另存为"],
        ),
        wrong(
            "旧文档.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0".as_slice(),
            &["旧版", "另存为"],
        ),
        wrong(
            "程序.bin",
            [0x7f, b'E', b'L', b'F', 2, 1, 1, 0, 0],
            &["这是程序", "请选择公文"],
        ),
        wrong(
            "数据.bin",
            [3, 0, 1, 0, 2, 0, 0xff, 0xfe, 0],
            &["不是文本文件", "另存为"],
        ),
        wrong("乱码.txt", broken, &["编码", "UTF-8"]),
        wrong("大.txt", vec![b'a'; 20 * 1024 * 1024 + 1], &["超过 20 MB"]),
    ]
}

fn parse(path: PathBuf) -> Outcome {
    Program::new(&["parse"]).arg(path).run()
}

fn import(house: &House, path: PathBuf) -> Outcome {
    Program::new(&["import"])
        .arg(path)
        .env("DATABASE_URL", house.url())
        .run()
}

async fn written(house: &House) -> i64 {
    house
        .value("select (select count(*) from document) + (select count(*) from event)")
        .await
}

#[test]
fn parse_says_what_is_wrong_with_a_file_and_prints_nothing_else() {
    let folder = Folder::new();
    for one in unreadable() {
        let outcome = parse(folder.file(one.name, &one.bytes));
        outcome.complains(one.sentence);
        assert_eq!(outcome.out, "", "{}", one.name);
        let piped = Program::new(&["parse", "-"]).input(&one.bytes).run();
        piped.complains(&one.sentence[..1]);
    }
}

#[test]
fn parse_says_which_file_is_not_there_and_what_a_folder_is() {
    let folder = Folder::new();
    parse(folder.path().join("没有.txt")).complains(&["没有文件", "没有.txt"]);
    parse(folder.path().to_owned()).complains(&["是文件夹"]);
}

#[test]
fn parse_reads_a_file_without_end_only_up_to_its_limit() {
    parse("/dev/zero".into()).complains(&["20 MB"]);
}

#[test]
fn wrong_arguments_are_exit_code_two() {
    for arguments in [
        ["parse", "--format=xml"].as_slice(),
        &["parse"],
        &["import"],
        &["explode"],
        &["user", "add", "somebody"],
    ] {
        let outcome = Program::new(arguments).run();
        assert_eq!(outcome.code, Some(2), "{outcome:?}");
        assert!(
            outcome.err.contains("Usage") || outcome.err.contains("--help"),
            "{outcome:?}"
        );
    }
}

#[tokio::test]
async fn import_writes_nothing_of_a_file_that_cannot_be_read() {
    let house = House::over(Template::Registry).await;
    let folder = Folder::new();
    let before = written(&house).await;
    for one in unreadable() {
        let outcome = import(&house, folder.file(one.name, &one.bytes));
        outcome
            .complains(one.sentence)
            .complains(&[one.name, "未导入"]);
    }
    assert_eq!(written(&house).await, before);
}

#[tokio::test]
async fn an_unknown_department_is_named_with_its_line_and_the_way_round_it() {
    let house = House::over(Template::Registry).await;
    let folder = Folder::new();
    let text = seeds::text("003").replacen("质监局", "质量监察局", 1);
    let line = text
        .lines()
        .position(|line| line.contains("质量监察局"))
        .unwrap()
        + 1;
    let path = folder.file("003.txt", &text);
    let outcome = import(&house, path.clone());
    outcome.complains(&[
        "质量监察局",
        "别名",
        "--create-unknown",
        &format!("第 {line} 行"),
    ]);
    assert_eq!(written(&house).await, 0);

    let made = Program::new(&["import", "--create-unknown"])
        .arg(path)
        .env("DATABASE_URL", house.url())
        .run();
    made.succeeds();
    let new: Vec<String> = house
        .values("select name from department where code like 'new.%'")
        .await;
    assert_eq!(new, ["自治区质量监察局"]);
}

#[tokio::test]
async fn a_table_that_is_cut_in_half_is_refused_at_the_line_where_it_ends() {
    let house = House::over(Template::Registry).await;
    let folder = Folder::new();
    let text = seeds::text("004");
    // In the middle of row 30, before its departments.
    let row = text.find("\n30\t").or(text.find("\t30\t")).expect("row 30");
    let end = text[row + 4..].find('\t').expect("its second cell") + row + 4;
    let outcome = import(&house, folder.file("004.txt", &text[..end]));
    outcome.complains(&["表格在这一行中断", "请用完整的文件重新导入", "行"]);
    assert_eq!(written(&house).await, 0);
}

#[tokio::test]
async fn a_text_that_orders_nothing_is_refused() {
    let house = House::over(Template::Registry).await;
    let folder = Folder::new();
    let news =
        "自治区召开质量工作会议\n\n　　本报乌鲁木齐讯 昨日，自治区质量工作会议在乌鲁木齐召开。\n";
    let outcome = import(&house, folder.file("消息.txt", news));
    outcome.complains(&["没有读到目标或任务"]);
    assert_eq!(written(&house).await, 0);
}

#[tokio::test]
async fn a_classified_text_is_refused_and_kept_nowhere() {
    let house = House::over(Template::Registry).await;
    let folder = Folder::new();
    let text = format!("机密★10年\n\n{}", seeds::text("003"));
    let outcome = import(&house, folder.file("003.txt", &text));
    outcome.complains(&["密级标志", "不得导入", "文件未保存"]);
    assert_eq!(written(&house).await, 0);
    let kept: i64 = house.value("select count(*) from document_source").await;
    assert_eq!(kept, 0);
}

#[tokio::test]
async fn a_text_of_nowhere_asks_for_its_region() {
    let house = House::over(Template::Registry).await;
    let folder = Folder::new();
    let text = "关于加强质量工作的通知\n\n一、强化责任\n（一）落实企业主体责任。（质监局负责）\n（二）加强监督抽查。（质监局负责）\n";
    let path = folder.file("通知.txt", text);
    import(&house, path.clone()).complains(&["看不出文件属于哪个行政区", "--jurisdiction"]);
    let told = Program::new(&["import", "--jurisdiction", "新疆维吾尔自治区"])
        .arg(path)
        .env("DATABASE_URL", house.url())
        .run();
    told.succeeds().says("已导入");
}

#[tokio::test]
async fn one_wrong_file_keeps_no_other_from_being_imported() {
    let house = House::over(Template::Registry).await;
    let folder = Folder::new();
    let outcome = Program::new(&["import"])
        .arg(folder.file("空.txt", ""))
        .arg(folder.file("003.txt", seeds::text("003")))
        .env("DATABASE_URL", house.url())
        .run();
    outcome
        .complains(&["空.txt", "2 个文件中有 1 个未导入"])
        .says("已导入《");
    let documents: i64 = house.value("select count(*) from document").await;
    assert_eq!(documents, 1);
}

#[tokio::test]
async fn every_truncation_of_a_document_is_imported_whole_or_not_at_all() {
    let house = House::over(Template::Registry).await;
    let text = seeds::text("004");
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let mut db = house.db().await;
    for part in 1..12 {
        let end = ends[ends.len() * part / 12];
        let before: i64 = house.value("select count(*) from document").await;
        let done = seeds::import(&mut db, &format!("{part}.txt"), &text.as_bytes()[..end]).await;
        let after: i64 = house.value("select count(*) from document").await;
        assert_eq!(after - before, i64::from(done.is_ok()), "{part}: {done:?}");
    }
    let orphans: i64 = house
        .value("select count(*) from item i where not exists (select 1 from document d where d.id = i.document_id)")
        .await;
    assert_eq!(orphans, 0);
}
