//! 填报工作簿: fetched, filled offline, brought back, compared and written into drafts line by line; and everything that
//! can be wrong with a file that comes back.

use std::io::{Cursor, Read};

use axum::http::StatusCode;

use crate::support::page::Part;
use crate::support::workbook::{Filled, Put, address, bring, bring_bytes, confirm, fetch, refusal};
use crate::support::{House, Report};

const BRANDS: &str = "培育新疆名牌产品";
const SHARE: &str = "工业产品监督抽查合格率";

/// A part of an xlsx as text.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut text = String::new();
    let mut file = archive.by_name(name).expect("the part");
    file.read_to_string(&mut text).expect("text");
    text
}

#[tokio::test]
async fn a_workbook_goes_out_is_filled_and_becomes_drafts() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let mut filled = fetch(&clerk).await;
    filled.put(BRANDS, "本期值", Put::Number(131.0));
    filled.put(BRANDS, "数据日期", Put::Day(43_271.0));
    filled.put(BRANDS, "数据来源", "名牌产品台账");
    filled.put(BRANDS, "自评", "达进度");
    filled.put(BRANDS, "进展情况", "新培育名牌产品 11 个。\n已公示。");
    filled.put(SHARE, "本期值", "９１．３％");
    filled.put(SHARE, "数据日期", "2018年6月15日");
    let page = bring(&clerk, &filled).await;
    page.part("main .sentence")
        .has("2 项任务有 7 处与现有草稿不同");
    page.row("数据来源").has("名牌产品台账").has("“填报”表第");
    let answer = confirm(&page).await;
    let next = answer.follow().await;
    assert_eq!(next.heading(), "核对并提交");
    next.part(".flash").has("已写入 2 项草稿，没有报送");
    let values: Vec<(String, String, String, String)> = house
        .rows(
            "select v.value::text, v.as_of::text, v.source, r.state from report_value v
             join report r on r.id = v.report_id order by v.value",
        )
        .await;
    let row =
        |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned(), "draft".to_owned());
    assert_eq!(
        values,
        [
            row("91.3", "2018-06-15", ""),
            row("131", "2018-06-20", "名牌产品台账")
        ]
    );
    let item = house.item("000", "一·第6条").await;
    let words: (String, String) = house
        .rows(format!(
            "select progress_text, stated_progress from report where item_id = {item}"
        ))
        .await
        .remove(0);
    assert_eq!(words.0, "新培育名牌产品 11 个。\n已公示。");
    assert_eq!(words.1, "on_track");
    let events: i64 = house
        .value("select count(*) from event where action = 'report.save' and after ? 'workbook'")
        .await;
    assert_eq!(events, 2);
    // What comes out again is what went in, and brings nothing.
    let again = fetch(&clerk).await;
    let row = again.row(BRANDS);
    assert_eq!(again.shown(row, "本期值"), "131");
    let page = bring(&clerk, &again).await;
    page.part("main .sentence").has("0 项任务有 0 处");
    page.has("没有要写入的内容");
}

#[tokio::test]
async fn rows_may_be_sorted_and_deleted_columns_moved_and_sheets_renamed() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let mut filled = fetch(&clerk).await;
    filled.put(BRANDS, "本期值", "131");
    filled.put(SHARE, "本期值", "91.3");
    filled.name = "我局填报".to_owned();
    let kept = [filled.head(), filled.row(SHARE), filled.row(BRANDS)];
    let rows = kept.map(|row| {
        let mut cells = filled.rows[row].clone();
        cells.reverse();
        cells
    });
    filled.rows = rows.to_vec();
    let page = bring(&clerk, &filled).await;
    page.part("main .sentence")
        .has("2 项任务有 2 处")
        .has("0 项没有变化");
    page.row("131").has("“我局填报”表第 3 行");
    confirm(&page).await.location();
    let values: Vec<String> = house
        .values("select value::text from report_value order by report_value.value")
        .await;
    assert_eq!(values, ["91.3", "131"]);
}

#[tokio::test]
async fn what_cannot_be_read_is_named_by_row_and_column_and_the_rest_is_written() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let mut filled = fetch(&clerk).await;
    let line = filled.row(BRANDS) + 1;
    filled.put(BRANDS, "本期值", "约三百");
    filled.put(BRANDS, "数据日期", "六月下旬");
    filled.put(BRANDS, "自评", "很好");
    filled.put(BRANDS, "进展情况", "新培育名牌产品 11 个。");
    filled.put(BRANDS, "存在的问题", Put::Fault);
    filled.put(SHARE, "本期值", Put::Share(0.913));
    let page = bring(&clerk, &filled).await;
    page.part("main .sentence").has("其中 4 处有误");
    page.row("约三百")
        .has(&format!("“填报”表第 {line} 行 I 列"))
        .has("不是以“个”为单位的数字");
    page.row("六月下旬").has("2018-06-20 这样的形式");
    page.has("“很好”不是可选的内容").has("#REF!");
    assert_eq!(page.parts("input[name='line']").len(), 2);
    confirm(&page).await.location();
    let values: Vec<String> = house.values("select value::text from report_value").await;
    assert_eq!(values, ["91.3"]);
    let progress: i64 = house
        .value("select count(*) from report where progress_text = '新培育名牌产品 11 个。'")
        .await;
    assert_eq!(progress, 1);
}

#[tokio::test]
async fn what_was_changed_online_meanwhile_is_shown_side_by_side_and_not_ticked() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let mut filled = fetch(&clerk).await;
    let item = house.item("000", "一·第6条").await;
    Report::on(&clerk, item)
        .figure("129")
        .save()
        .await
        .location();
    filled.put(BRANDS, "本期值", "131");
    let page = bring(&clerk, &filled).await;
    page.has("下载工作簿以后，自治区质监局经办人 在");
    let row = page.row("131");
    row.has("129").has(BRANDS);
    // The draft's words would be cleared by empty cells: those lines are shown, too, and not ticked either.
    assert!(page.parts("input[name='line'][checked]").is_empty());
    let address = address(&page);
    let answer = page.form(address.as_str()).press("写入草稿").await;
    answer.page(StatusCode::BAD_REQUEST).has("没有勾选");
    let figure = async || -> String { house.value("select value::text from report_value").await };
    assert_eq!(figure().await, "129");
    // Ticked, the workbook wins, and only that line of it.
    let tick = page
        .parts("input[name='line']")
        .into_iter()
        .filter_map(|one| one.attr("value").map(str::to_owned))
        .find(|one| one.contains(".value-"))
        .expect("a line");
    clerk.post(&address, &[("line", &tick)]).await.location();
    assert_eq!(figure().await, "131");
    let progress: String = house.value("select progress_text from report").await;
    assert!(progress.starts_with("组织对重点企业"), "{progress}");
}

#[tokio::test]
async fn a_draft_that_changes_between_the_look_and_the_click_is_not_overwritten() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let mut filled = fetch(&clerk).await;
    filled.put(BRANDS, "本期值", "131");
    let page = bring(&clerk, &filled).await;
    let item = house.item("000", "一·第6条").await;
    Report::on(&clerk, item)
        .figure("129")
        .save()
        .await
        .location();
    let next = confirm(&page).await.follow().await;
    next.part(".flash").has("没有写入");
    assert_eq!(next.heading(), "核对工作簿");
    let value: String = house.value("select value::text from report_value").await;
    assert_eq!(value, "129");
}

#[tokio::test]
async fn what_was_sent_is_never_overwritten() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let mut filled = fetch(&clerk).await;
    let item = house.item("000", "一·第6条").await;
    Report::on(&clerk, item).figure("129").send().await;
    filled.put(BRANDS, "本期值", "131");
    let page = bring(&clerk, &filled).await;
    page.has("已送审或报送，不能写入");
    assert!(page.parts("input[name='line']").is_empty());
    let target: i64 = house.value("select target_id from report_value").await;
    let address = address(&page);
    let (report, version): (i64, i32) =
        house.rows("select id, version from report").await.remove(0);
    let forged = format!("{item}.{report}-{version}.value-{target}");
    let answer = clerk.post(&address, &[("line", &forged)]).await;
    answer.follow().await.part(".flash").has("没有写入");
    let value: String = house.value("select value::text from report_value").await;
    assert_eq!(value, "129");
    // It is not in the next workbook.
    let again = fetch(&clerk).await;
    assert!(
        again
            .rows
            .iter()
            .flatten()
            .all(|cell| !matches!(cell, Put::Text(text) if text.contains(BRANDS)))
    );
}

#[tokio::test]
async fn two_clicks_and_two_tabs_write_once() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let mut filled = fetch(&clerk).await;
    filled.put(BRANDS, "本期值", "131");
    let page = bring(&clerk, &filled).await;
    let clicks = tokio::join!(confirm(&page), confirm(&page));
    for click in [&clicks.0, &clicks.1] {
        assert_eq!(click.location(), "/todo/submission", "{click}");
    }
    let again = confirm(&page).await.follow().await;
    again.part(".flash").has("已经写入过");
    let versions: Vec<i32> = house.values("select version from report").await;
    assert_eq!(versions, [1]);
    let events: i64 = house
        .value("select count(*) from event where action = 'report.save'")
        .await;
    assert_eq!(events, 1);
}

#[tokio::test]
async fn a_workbook_of_another_unit_or_period_or_none_at_all_is_refused_with_a_sentence() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let other = house.clerk_of("自治区农业厅").await;
    let foreign = fetch(&other).await;
    assert!(refusal(&clerk, &foreign.save()).await.contains("其他单位"));
    let filled = fetch(&clerk).await;
    let mut old = filled.clone();
    // The period before, as if it had been fetched three months ago.
    let later = House::on(crate::support::server::Template::Seeded, day("2018-09-10")).await;
    let late = later.clerk_of("自治区质监局").await;
    assert!(refusal(&late, &old.save()).await.contains("已经不是本期"));
    // Without its keys.
    let check = old.column("校验码");
    for row in &mut old.rows {
        row.truncate(check);
    }
    assert!(refusal(&clerk, &old.save()).await.contains("校验码"));
    let table: &[(&[u8], &str)] = &[
        (b"", "没有选择文件"),
        (b"a,b\n1,2\n", "不是 xlsx"),
        (b"PK\x03\x04 broken", "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 xls"),
    ];
    for (bytes, words) in table {
        let said = refusal(&clerk, bytes).await;
        assert!(said.contains(words), "{said}");
    }
    let whole = filled.save();
    let said = refusal(&clerk, &whole[..whole.len() / 2]).await;
    assert!(said.contains("损坏"), "{said}");
    let kept: i64 = house.value("select count(*) from workbook_upload").await;
    assert_eq!(kept, 0);
    // Nobody else sees what a unit brought.
    let page = bring_bytes(&clerk, &whole).await;
    let address = page.location().to_owned();
    assert_eq!(other.ask(&address).await.status, StatusCode::NOT_FOUND);
    let answer = other.post(&address, &[("line", "1.0-0.progress")]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let department = house.department("自治区农业厅").await;
    let answer = clerk
        .ask(&format!("/todo/workbook.xlsx?department={department}"))
        .await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().expect("a day")
}

#[tokio::test]
async fn rows_whose_keys_were_swapped_copied_or_invented_are_not_read() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let mut filled = fetch(&clerk).await;
    filled.put(BRANDS, "本期值", "131");
    filled.put(SHARE, "本期值", "91.3");
    // The figures were sorted without the keys.
    let (one, other) = (filled.row(BRANDS), filled.row(SHARE));
    let keys = filled.column("单位编号");
    let mut swapped = filled.clone();
    let (a, b) = (
        filled.rows[one][keys..].to_vec(),
        filled.rows[other][keys..].to_vec(),
    );
    swapped.rows[one].splice(keys.., b);
    swapped.rows[other].splice(keys.., a);
    // A row was copied and another one inserted by hand.
    let mut copy = filled.rows[one].clone();
    copy[filled.column("本期值")] = "999".into();
    swapped.rows.push(filled.rows[one].clone());
    swapped.rows.push(copy);
    swapped.rows.push(vec!["另一项任务".into(); keys]);
    let page = bring(&clerk, &swapped).await;
    page.has("编号对不上").has("重复").has("没有任务编号");
    page.part("main .sentence").has("1 项任务有 1 处");
    confirm(&page).await.location();
    let values: Vec<String> = house.values("select value::text from report_value").await;
    assert_eq!(values, ["131"]);
}

#[tokio::test]
async fn the_size_of_a_file_is_limited_packed_and_unpacked() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let large = vec![b'x'; 5 * 1024 * 1024];
    let answer = bring_bytes(&clerk, &large).await;
    let page = answer.page(StatusCode::PAYLOAD_TOO_LARGE);
    page.has("4 MB");
    let mut filled = fetch(&clerk).await;
    let row = filled.rows.last().expect("a row").clone();
    filled.rows.resize(3200, row);
    assert!(refusal(&clerk, &filled.save()).await.contains("3000 行"));
    // A cell at the far corner costs nothing but its refusal.
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(1_048_575, 16_383, "远").expect("a cell");
    let far = book.save_to_buffer().expect("a workbook");
    assert!(refusal(&clerk, &far).await.contains("3000 行"));
}

#[tokio::test]
async fn the_workbook_is_locked_where_it_is_not_filled_and_helps_where_it_is() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let answer = clerk.ask("/todo/workbook.xlsx").await;
    let name = answer.header("content-disposition").expect("a name");
    assert!(name.contains(".xlsx"), "{name}");
    let sheet = part(&answer.body, "xl/worksheets/sheet1.xml");
    for wanted in [
        "<sheetProtection sheet=\"1\"",
        "<dataValidations",
        "type=\"list\"",
        "达进度,超进度,欠进度,已完成,未启动",
        "promptTitle=\"本期值\"",
        "state=\"frozen\"",
        "orientation=\"landscape\"",
        "paperSize=\"9\"",
        "hidden=\"1\"",
    ] {
        assert!(sheet.contains(wanted), "{wanted}");
    }
    assert!(!sheet.contains("password"), "protected without a password");
    assert!(part(&answer.body, "xl/styles.xml").contains("locked=\"0\""));
    let book = part(&answer.body, "xl/workbook.xml");
    assert!(book.contains("填报") && book.contains("说明") && book.contains("Print_Titles"));
    let filled = Filled::open(&answer.body);
    let row = filled.row(BRANDS);
    assert_eq!(filled.shown(row, "填报期"), "2018年第二季度");
    assert_eq!(filled.shown(row, "单位"), "个");
    assert!(filled.shown(row, "来源条款").ends_with("一·第6条"));
}
