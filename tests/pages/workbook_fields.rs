//! 填报工作簿 beside the form: whatever the form asks has its cell, and what comes back becomes the draft that the form
//! would have saved.

use crate::support::page::Part;
use crate::support::workbook::{Filled, Put, bring, confirm, fetch};
use crate::support::{House, Report, Visitor};

/// 培育新疆名牌产品: 350 个 by 2020. A number that only grows.
const BRANDS: &str = "一·第6条";
/// 工业产品监督抽查合格率: 92% and more. A share.
const SHARE: &str = "一·第2条";
/// 国务院质量考核达到B级. A grade.
const GRADE: &str = "一·第14条";
/// 主要污染物排放、优良天数比例 within what is handed down.
const HANDED_DOWN: &str = "一·第12条";

/// The fields of a target in the form, with the headers of their columns.
const PARTS: [(&str, &str); 10] = [
    ("value", "本期值"),
    ("numerator", "分子"),
    ("denominator", "分母"),
    ("holds", "是否符合要求"),
    ("reference", "对照数"),
    ("reference-floor", "下达要求"),
    ("reference-source", "对照数来源"),
    ("as-of", "数据日期"),
    ("source", "数据来源"),
    ("explanation", "说明"),
];
/// The fields of an item.
const WORDS: [(&str, &str); 9] = [
    ("stated", "自评"),
    ("progress", "进展情况"),
    ("problems", "存在的问题"),
    ("next-step", "下一步措施"),
    ("forecast", "预计能否按期"),
    ("forecast-reason", "预计的原因"),
    ("coordination", "需协调事项"),
    ("coordination-with", "需协调的单位"),
    ("missing-reason", "配合单位缺报说明"),
];

/// What is filled into a field of the form, and into its cell.
struct Pair {
    field: &'static str,
    typed: &'static str,
    put: Put,
}

fn pair(field: &'static str, typed: &'static str, put: impl Into<Put>) -> Pair {
    Pair {
        field,
        typed,
        put: put.into(),
    }
}

/// The same in both.
fn both(field: &'static str, typed: &'static str) -> Pair {
    pair(field, typed, typed)
}

fn header(field: &str) -> &'static str {
    let all = || PARTS.iter().chain(&WORDS);
    let found = all().find(|(name, _)| *name == field);
    found.unwrap_or_else(|| panic!("no column for {field}")).1
}

/// The part of a field of the form: `value` of `value-7`.
fn part(field: &str) -> &str {
    match field.rsplit_once('-') {
        Some((part, id)) if id.parse::<i64>().is_ok() => part,
        _ => field,
    }
}

/// The targets of an item, in the order of the form: key and name.
async fn targets(house: &House, item: i64) -> Vec<(i64, String)> {
    house
        .rows(format!(
            "select t.id, t.name from item_target x join target t on t.id = x.target_id
             where x.item_id = {item} order by x.ordinal"
        ))
        .await
}

/// Everything that drafts hold, but for who saved them and when.
async fn drafts(house: &House) -> Vec<String> {
    house
        .values(
            "select jsonb_build_object(
                 'words', to_jsonb(r) - '{id,period_id,author_id,created_at,saved_by,saved_at}'::text[],
                 'values', (select jsonb_agg(to_jsonb(v) - 'report_id' order by v.target_id)
                            from report_value v where v.report_id = r.id))::text
             from report r where r.state = 'draft' order by r.item_id",
        )
        .await
}

/// Fills the form of an item: words of the item, then of each of its targets.
async fn type_in(house: &House, clerk: &Visitor, item: i64, words: &[Pair], figures: &[Vec<Pair>]) {
    let address = format!("/items/{item}/report");
    let page = clerk.get(&address).await;
    let mut form = page.form(&address);
    for one in words {
        form = form.fill(one.field, one.typed);
    }
    for ((target, _), figures) in targets(house, item).await.iter().zip(figures) {
        for one in figures {
            // An explanation is asked for once a figure is there.
            let name = format!("{}-{target}", one.field);
            form = form.fill(&name, one.typed);
        }
    }
    form.press("保存草稿").await.follow().await;
}

/// Fills the rows of an item.
async fn put_in(
    house: &House,
    filled: &mut Filled,
    item: i64,
    words: &[Pair],
    figures: &[Vec<Pair>],
) {
    let targets = targets(house, item).await;
    for one in words {
        filled.put(&targets[0].1, header(one.field), one.put.clone());
    }
    for ((_, name), figures) in targets.iter().zip(figures) {
        for one in figures {
            filled.put(name, header(one.field), one.put.clone());
        }
    }
}

fn words() -> Vec<Pair> {
    vec![
        both("progress", "组织走访两轮。\n已印发年度计划。"),
        both("problems", "检测能力不足。"),
        both("next-step", "九月底前完成设备采购。"),
        pair("stated", "behind", "欠进度"),
        pair("forecast", "at_risk", "有风险"),
        both("forecast-reason", "设备到货晚，预计推迟一个季度。"),
        both("coordination", "请协调检测经费，七月底前答复。"),
        both("coordination-with", "自治区财政厅"),
    ]
}

/// An item with what is filled into its targets.
struct Case {
    department: &'static str,
    locus: &'static str,
    figures: Vec<Vec<Pair>>,
}

fn cases() -> [Case; 4] {
    let data = || {
        [
            pair("as-of", "2018-06-15", Put::Day(43_266.0)),
            both("source", "质量监督业务系统"),
        ]
    };
    let with_data = |figures: Vec<Pair>| figures.into_iter().chain(data()).collect::<Vec<_>>();
    let source = "新政办发〔2018〕12号";
    let quality = "自治区质监局";
    [
        Case {
            department: quality,
            locus: BRANDS,
            figures: vec![with_data(vec![pair("value", "131", Put::Number(131.0))])],
        },
        Case {
            department: quality,
            locus: SHARE,
            figures: vec![with_data(vec![
                pair("numerator", "73", Put::Number(73.0)),
                both("denominator", "80"),
            ])],
        },
        Case {
            department: quality,
            locus: GRADE,
            figures: vec![with_data(vec![both("value", "A级")])],
        },
        Case {
            department: "自治区环保厅",
            locus: HANDED_DOWN,
            figures: vec![
                vec![
                    pair("value", "1.05", Put::Number(1.05)),
                    both("reference", "1.02"),
                    both("reference-source", source),
                ],
                vec![
                    both("value", "67"),
                    pair("reference", "66", Put::Number(66.0)),
                    pair("reference-floor", "yes", "不低于"),
                    both("reference-source", source),
                    pair("holds", "yes", "符合要求"),
                ],
            ],
        },
    ]
}

#[tokio::test]
async fn a_workbook_becomes_the_drafts_that_the_form_would_have_saved() {
    let (online, offline) = (House::new().await, House::new().await);
    for department in ["自治区质监局", "自治区环保厅"] {
        let typing = online.clerk_of(department).await;
        let filling = offline.clerk_of(department).await;
        let mut filled = fetch(&filling).await;
        for case in cases().iter().filter(|case| case.department == department) {
            let item = online.item("000", case.locus).await;
            type_in(&online, &typing, item, &words(), &case.figures).await;
            let item = offline.item("000", case.locus).await;
            put_in(&offline, &mut filled, item, &words(), &case.figures).await;
        }
        let page = bring(&filling, &filled).await;
        page.lacks("提交前还要补充").lacks("没有读取或需要核对");
        confirm(&page).await.follow().await.has("没有报送");
        // What is complete can be sent.
        let page = filling.get("/todo/submission").await;
        page.lacks("还不能");
    }
    let (wanted, found) = (drafts(&online).await, drafts(&offline).await);
    assert_eq!(wanted.len(), 4);
    for (wanted, found) in wanted.iter().zip(&found) {
        assert_eq!(found, wanted);
    }
    assert_eq!(found.len(), 4);
}

#[tokio::test]
async fn whatever_the_form_asks_has_its_column() {
    let house = House::new().await;
    let (unit, locus) = ("自治区住房城乡建设厅", "附件第45项");
    let change: Vec<String> = house
        .values(format!(
            "select d.name from item i join duty u on u.item_id = i.id join department d on d.id = u.department_id
             where i.locus = '{locus}' and d.short_name = '{unit}'"
        ))
        .await;
    for department in ["自治区质监局", "自治区环保厅"]
        .into_iter()
        .chain(change.iter().map(String::as_str))
    {
        let clerk = house.clerk_of(department).await;
        let filled = fetch(&clerk).await;
        let forms: Vec<String> = clerk
            .get("/todo")
            .await
            .parts("main a[href*='/report']")
            .iter()
            .filter_map(|link| link.attr("href").map(str::to_owned))
            .filter(|href| href.starts_with("/items/"))
            .collect();
        assert!(!forms.is_empty(), "{department}");
        for address in &forms {
            let page = clerk.get(address).await;
            let action = page.part("#report").attr("action").map(str::to_owned);
            let form = page.form(&action.expect("an address"));
            for name in form.names() {
                if !["version", "way"].contains(&name.as_str()) {
                    let header = header(part(&name));
                    assert!(
                        filled.has_column(header),
                        "{department} {address} {name}: {header}"
                    );
                }
            }
        }
    }
}

#[tokio::test]
async fn what_looks_wrong_or_is_missing_is_asked_at_its_line() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let item = house.item("000", BRANDS).await;
    let target = targets(&house, item).await[0].1.clone();
    let mut filled = fetch(&clerk).await;
    // More than half above the 350 that are to be reached.
    filled.put(&target, "本期值", Put::Number(560.0));
    filled.put(&target, "自评", "欠进度");
    filled.put(&target, "预计能否按期", "不能按期");
    filled.put(&target, "需协调的单位", "自治区财政厅");
    let page = bring(&clerk, &filled).await;
    page.row("560 个 超出目标一半以上").has("提交时要说明");
    for asked in [
        "填写本期进展情况",
        "自评为欠进度的，填写存在的问题",
        "预计不能按期的，写明原因",
        "写明需要协调什么事",
    ] {
        page.has(asked);
    }
    // Answered in the workbook, nothing is asked any more.
    filled.put(&target, "说明", "含上年结转的名牌产品。");
    filled.put(&target, "进展情况", "组织走访两轮。");
    filled.put(&target, "存在的问题", "经费未落实。");
    filled.put(&target, "预计的原因", "经费未落实。");
    filled.put(&target, "需协调事项", "请落实经费。");
    let page = bring(&clerk, &filled).await;
    page.lacks("提交时要说明").lacks("提交前还要补充");
    let page = confirm(&page).await.follow().await;
    let form = page.form("/todo/submission");
    form.press("报送 1 项").await.location();
    let sent: (String, String) = house
        .rows("select state, array_to_string(warnings, ',') from report")
        .await
        .remove(0);
    assert_eq!(sent.0, "submitted");
    for warning in ["unusual", "forecast", "coordination"] {
        assert!(sent.1.contains(warning), "{}", sent.1);
    }
}

#[tokio::test]
async fn what_holds_from_period_to_period_is_filled_in_and_begins_no_draft_by_itself() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let item = house.item("000", SHARE).await;
    let (target, name) = targets(&house, item).await.remove(0);
    let address = format!("/items/{item}/report");
    let page = clerk.get(&format!("{address}?period=2018-01-01")).await;
    let form = page
        .form(&address)
        .fill("progress", "一季度抽查 80 批次。")
        .fill("stated", "on_track")
        .fill("forecast", "at_risk")
        .fill("forecast-reason", "检测能力不足。")
        .fill(&format!("numerator-{target}"), "73")
        .fill(&format!("denominator-{target}"), "80")
        .fill(&format!("source-{target}"), "监督抽查系统");
    form.press("报送督查室").await.location();
    let mut filled = fetch(&clerk).await;
    let row = filled.row(&name);
    for (header, text) in [
        ("上期值", "91.25%"),
        ("分子", ""),
        ("分母", "80"),
        ("数据来源", "监督抽查系统"),
        ("预计能否按期", "有风险"),
        ("预计的原因", "检测能力不足。"),
    ] {
        assert_eq!(filled.shown(row, header), text, "{header}");
    }
    let page = bring(&clerk, &filled).await;
    page.part("main .sentence").has("0 项任务有 0 处");
    filled.put(&name, "分子", "75");
    let page = bring(&clerk, &filled).await;
    page.part("main .sentence").has("1 项任务有 5 处");
    confirm(&page).await.location();
    let kept: (String, String, String) = house
        .rows(
            "select trim_scale(v.value)::text, v.source, r.forecast from report r join report_value v on v.report_id = r.id
             where r.state = 'draft'",
        )
        .await
        .remove(0);
    let wanted = ["93.75", "监督抽查系统", "at_risk"].map(str::to_owned);
    assert_eq!(kept, wanted.into());
}

#[tokio::test]
async fn why_contributions_are_missing_can_be_said() {
    let house = House::new().await;
    let item = house.item("000", "三.1").await;
    let lead = house.department("自治区质监局").await;
    let support = house.department("自治区农业厅").await;
    house
        .run(format!(
            "update duty set role = case department_id when {lead} then 'lead' when {support} then 'support' else role end
             where item_id = {item}"
        ))
        .await;
    let clerk = house.clerk_of("自治区质监局").await;
    let title: String = house
        .value(format!("select title from item where id = {item}"))
        .await;
    let mut filled = fetch(&clerk).await;
    filled.put(&title, "进展情况", "完成农业标准化示范区建设 6 个。");
    let page = bring(&clerk, &filled).await;
    page.has("缺 1 个单位：自治区农业厅");
    filled.put(&title, "配合单位缺报说明", "已电话催报。");
    let page = bring(&clerk, &filled).await;
    page.lacks("缺 1 个单位");
    confirm(&page).await.location();
    let reason: String = house.value("select missing_reason from report").await;
    assert_eq!(reason, "已电话催报。");
    // A later save without it clears it, as in the form.
    let mut again = fetch(&clerk).await;
    assert_eq!(again.shown(again.row(&title), "配合单位缺报说明"), reason);
    again.put(&title, "配合单位缺报说明", Put::Nothing);
    let page = bring(&clerk, &again).await;
    confirm(&page).await.location();
    let reason: Option<String> = house.value("select missing_reason from report").await;
    assert_eq!(reason, None);
    // Whoever collects nothing is not asked.
    let report = Report::on(&clerk, house.item("000", BRANDS).await);
    report.save().await.location();
}
