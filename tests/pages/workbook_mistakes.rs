//! Everything that can be wrong with a workbook that comes back: each is said by row and column with the way out, and the
//! rest is written all the same.

use std::io::{Cursor, Write};

use crate::support::House;
use crate::support::page::Part;
use crate::support::workbook::{Filled, Put, bring, confirm, fetch, refusal};

const BRANDS: &str = "培育新疆名牌产品";
const SHARE: &str = "工业产品监督抽查合格率";

/// The place of a cell as the page says it.
fn place(filled: &Filled, target: &str, header: &str) -> String {
    let column = u8::try_from(filled.column(header)).expect("few columns");
    let letters = match column {
        0..26 => char::from(b'A' + column).to_string(),
        _ => format!("A{}", char::from(b'A' + column - 26)),
    };
    format!("“填报”表第 {} 行 {letters} 列", filled.row(target) + 1)
}

#[tokio::test]
async fn what_a_cell_cannot_hold_is_said_at_the_cell() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let blank = fetch(&clerk).await;
    let long = "长".repeat(501);
    let table: Vec<(&str, &str, Put, &str)> = vec![
        (BRANDS, "本期值", "一百多".into(), "不是以“个”为单位的数字"),
        (BRANDS, "本期值", Put::Number(1.5), "应为整数"),
        (BRANDS, "本期值", Put::Number(-3.0), "不会是负数"),
        (
            BRANDS,
            "本期值",
            Put::Day(43_271.0),
            "本期值应为数字，现在是日期 2018-06-20",
        ),
        (BRANDS, "本期值", Put::Fault, "公式出错，显示为 #REF!"),
        (BRANDS, "数据日期", "六月底".into(), "2018-06-20 这样的形式"),
        (BRANDS, "数据日期", Put::Day(43_300.0), "在今天之后"),
        (BRANDS, "自评", "还行".into(), "“还行”不是可选的内容"),
        (
            BRANDS,
            "预计能否按期",
            "大概能".into(),
            "能按期、有风险、不能按期",
        ),
        (
            BRANDS,
            "预计的原因",
            long.as_str().into(),
            "最多 500 字，现在是 501 字",
        ),
        (
            BRANDS,
            "需协调的单位",
            "厅".repeat(101).as_str().into(),
            "最多 100 字",
        ),
        (
            BRANDS,
            "数据来源",
            "源".repeat(201).as_str().into(),
            "最多 200 字",
        ),
        (
            BRANDS,
            "进展情况",
            "文".repeat(2001).as_str().into(),
            "最多 2000 字",
        ),
        (SHARE, "分子", "七十三".into(), "分子、分母只填数字"),
        (SHARE, "分母", Put::Number(0.0), "分母不能为 0"),
    ];
    for (target, header, put, sentence) in table {
        let mut filled = blank.clone();
        filled.put(target, header, put);
        let page = bring(&clerk, &filled).await;
        page.row(sentence).has(&place(&filled, target, header));
        assert!(page.parts("input[name='line']").is_empty(), "{sentence}");
        page.part("main .sentence").has("其中 1 处有误");
    }
    let drafts: i64 = house.value("select count(*) from report").await;
    assert_eq!(drafts, 0);
}

#[tokio::test]
async fn parts_that_contradict_their_share_and_cells_that_are_grey_are_named() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let mut filled = fetch(&clerk).await;
    filled.put(SHARE, "本期值", "93");
    filled.put(SHARE, "分子", "73");
    filled.put(SHARE, "分母", "80");
    // No share is asked for there.
    filled.put(BRANDS, "分子", "131");
    let page = bring(&clerk, &filled).await;
    page.row("按分子、分母计算为 91.25%，与填写的数不一致")
        .has(&place(&filled, SHARE, "本期值"));
    page.part("#problems + ul")
        .has(&place(&filled, BRANDS, "分子"))
        .has("这一行不用填“分子”");
    // Without the number that contradicts them, the parts are a share.
    confirm(&page).await.location();
    let value: String = house
        .value("select trim_scale(value)::text from report_value")
        .await;
    assert_eq!(value, "91.25");
}

#[tokio::test]
async fn a_row_whose_key_or_item_was_changed_is_not_read_and_one_that_was_removed_changes_nothing()
{
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let mut first = fetch(&clerk).await;
    first.put(SHARE, "本期值", "91.3");
    confirm(&bring(&clerk, &first).await).await.location();
    for (header, text) in [
        ("任务编号", "1"),
        ("指标编号", "1"),
        ("填报期起日", "2018-01-01"),
        ("草稿版本", "0-9"),
        ("校验码", "c000000000000"),
        ("任务", "另一项任务"),
        ("单位编号", "1"),
    ] {
        let mut filled = fetch(&clerk).await;
        let line = filled.row(BRANDS);
        filled.put(BRANDS, "本期值", "131");
        let column = filled.column(header);
        filled.rows[line][column] = text.into();
        filled.rows.remove(filled.row(SHARE));
        let line = filled
            .rows
            .iter()
            .position(|row| matches!(&row[column], Put::Text(one) if one == text));
        let line = line.expect("the row") + 1;
        let page = bring(&clerk, &filled).await;
        page.part("#problems + ul")
            .has(&format!("“填报”表第 {line} 行"))
            .has("与隐藏的编号对不上");
        page.part("main .sentence").has("0 项任务有 0 处");
        page.has("工作簿里没有以下任务的行").has("原来的草稿不变");
    }
    let values: Vec<String> = house
        .values("select trim_scale(value)::text from report_value")
        .await;
    assert_eq!(values, ["91.3"]);
}

#[tokio::test]
async fn a_workbook_of_something_else_is_refused() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    // A ledger that was exported is no workbook to be filled.
    let ledger = Filled {
        name: "台账".to_owned(),
        rows: vec![
            ["序号", "任务", "单位"].map(Put::from).to_vec(),
            ["1", BRANDS, "个"].map(Put::from).to_vec(),
        ],
    };
    assert!(
        refusal(&clerk, &ledger.save())
            .await
            .contains("没有找到填报表")
    );
    let mut empty = fetch(&clerk).await;
    empty.rows.truncate(empty.head() + 1);
    assert!(refusal(&clerk, &empty.save()).await.contains("没有填报行"));
    // Rows of two units in one file.
    let other = fetch(&house.clerk_of("自治区农业厅").await).await;
    let mut mixed = fetch(&clerk).await;
    let width = mixed.rows[mixed.head()].len();
    if other.rows[other.head()].len() == width {
        mixed
            .rows
            .extend_from_slice(&other.rows[other.head() + 1..]);
        let said = refusal(&clerk, &mixed.save()).await;
        assert!(said.contains("不止一个单位"), "{said}");
    }
}

/// An archive with the parts of a workbook, of which one is a part of so many bytes.
fn archive(name: &str, bytes: usize, parts: usize) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let deflated = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated);
    for n in 0..parts {
        zip.start_file(format!("{name}{n}.xml"), deflated)
            .expect("a part");
        zip.write_all(&vec![b' '; bytes]).expect("its bytes");
    }
    zip.finish().expect("an archive").into_inner()
}

#[tokio::test]
async fn what_unpacks_to_too_much_is_refused_before_it_is_read() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let bomb = archive("xl/worksheets/sheet", 50 * 1024 * 1024, 1);
    assert!(bomb.len() < 1024 * 1024, "{} bytes", bomb.len());
    assert!(refusal(&clerk, &bomb).await.contains("展开后太大"));
    let many = archive("xl/media/image", 1, 6000);
    assert!(refusal(&clerk, &many).await.contains("展开后太大"));
    let hollow = archive("word/document", 10, 1);
    assert!(refusal(&clerk, &hollow).await.contains("不是 xlsx 工作簿"));
}
