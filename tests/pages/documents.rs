//! 文件, its text and its links.

use std::collections::HashSet;

use axum::http::StatusCode;

use super::counts;
use crate::support::page::Part;
use crate::support::{House, seeds};

async fn document(house: &House, tag: &str) -> i64 {
    let name = seeds::file_name(tag);
    house
        .value(format!(
            "select document_id from document_source where original_name = '{name}'"
        ))
        .await
}

#[tokio::test]
async fn every_number_of_a_document_leads_to_its_rows() {
    let house = House::new().await;
    counts::report(&house).await;
    let office = house.office_of("新疆").await;
    assert!(counts::hold(&office.get("/documents").await).await > 10);
    for tag in ["000", "001", "002"] {
        let id = document(&house, tag).await;
        let numbers = counts::hold(&office.get(&format!("/documents/{id}")).await).await;
        assert!(numbers > 10, "{tag} has {numbers} numbers");
    }
}

#[tokio::test]
async fn the_outline_shows_what_another_document_serves() {
    let house = House::new().await;
    let office = house.office_of("新疆").await;
    let decision = document(&house, "002").await;
    let page = office
        .get(&format!("/documents/{decision}?only=served"))
        .await;
    // Read in both documents: 三（十二） of the decision is 三.7 of the notice.
    let row = page.row("三（十二）");
    row.has("已承接")
        .has("由《实施质量强区战略任务分工》三.7承接");
    // 五（二十） reads 打响 where the notice reads 叫响.
    let row = page.row("五（二十）");
    row.has("文字有差异");
    let compared = row.open("文字有差异").await;
    let pair = compared.row("夯实南疆质量发展基础");
    assert!(pair.texts("del").contains(&"（删去）打".to_owned()));
    assert!(pair.texts("ins").contains(&"（增加）叫".to_owned()));
    // The overall goals are reported on line by line.
    page.row("一（二）")
        .has("指标由《实施质量强区战略任务分工》");
}

#[tokio::test]
async fn a_document_says_what_it_was_read_from_and_what_was_inferred() {
    let house = House::new().await;
    let office = house.office_of("新疆").await;
    let notice = document(&house, "000").await;
    let page = office.get(&format!("/documents/{notice}")).await;
    let facts = page.part("main dl.facts");
    facts.has("按行政序列排序，各按职责分工负责");
    facts.has("多部门负责的，按照行政序列排序，各部门按照职责分工负责，下同");
    facts.has("每季度末月25日前，2017-05-09 起");
    facts.has("填报安排由管理员选定；起始日取文件日期。");
    let sentence = facts.open("“多部门负责的").await;
    sentence
        .part("main .passage.at")
        .has("多部门负责的，按照行政序列排序");
    // Undated and untitled.
    let opinion = document(&house, "001").await;
    let page = office.get(&format!("/documents/{opinion}")).await;
    page.has("正文没有标题，以文件名代替。")
        .has("起始日取导入当日");
    page.has("《中共中央、国务院关于开展质量提升行动的指导意见》");
}

#[tokio::test]
async fn two_documents_are_compared_item_by_item() {
    let house = House::new().await;
    let office = house.office_of("新疆").await;
    let link: i64 = house
        .value("select id from document_link where kind = 'assigns'")
        .await;
    let page = office.get(&format!("/links/{link}")).await;
    assert_eq!(counts::hold(&page).await, 4);
    page.has("逐项对应 33 项");
    // The decision has a number that no goal line of the notice asks for.
    page.part("main section[aria-labelledby='left-over']")
        .has("服务行业培育新疆名牌");
    page.row("制造业质量竞争力指数").has("≥82");
}

#[tokio::test]
async fn every_item_has_its_place_in_the_text() {
    let house = House::new().await;
    let admin = house.admin().await;
    for tag in ["000", "001", "002", "003", "004"] {
        let id = document(&house, tag).await;
        let items: Vec<i64> = house
            .values(format!(
                "select id from item where document_id = {id} order by id"
            ))
            .await;
        let page = admin.get(&format!("/documents/{id}/text")).await;
        assert!(page.parts("main nav.pager").is_empty(), "{tag} is one part");
        let anchors: HashSet<String> = page
            .parts("main a.begin")
            .iter()
            .filter_map(|anchor| anchor.attr("id").map(str::to_owned))
            .collect();
        let wanted: HashSet<String> = items.iter().map(|id| format!("item-{id}")).collect();
        assert_eq!(anchors, wanted, "{tag}");
    }
}

#[tokio::test]
async fn the_clause_of_an_item_is_highlighted_whole() {
    let house = House::new().await;
    let office = house.office_of("新疆").await;
    let squeezed = |text: &str| -> String { text.split_whitespace().collect() };
    for (tag, locus) in [
        ("000", "三.7"),
        ("002", "三（十二）"),
        ("001", "二（一）·农产品"),
    ] {
        let id = document(&house, tag).await;
        let (item, clause): (i64, String) = house
            .rows(format!(
                "select i.id, substr(s.body, i.span_start + 1, i.span_end - i.span_start)
                 from item i join document_source s on s.document_id = i.document_id
                 where i.document_id = {id} and i.locus = '{locus}'"
            ))
            .await
            .remove(0);
        let page = office
            .get(&format!("/documents/{id}/text?item={item}"))
            .await;
        page.has(&format!("已定位到 {locus}"));
        let shown: String = page.main().texts("mark.wanted").concat();
        assert_eq!(squeezed(&shown), squeezed(&clause), "{tag} {locus}");
    }
    let notice = document(&house, "000").await;
    let elsewhere: i64 = house
        .value(format!(
            "select min(id) from item where document_id <> {notice}"
        ))
        .await;
    let asked = office
        .ask(&format!("/documents/{notice}/text?item={elsewhere}"))
        .await;
    asked.page(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn departments_and_numbers_are_marked_where_they_stand() {
    let house = House::new().await;
    let office = house.office_of("新疆").await;
    let notice = document(&house, "000").await;
    let page = office.get(&format!("/documents/{notice}/text")).await;
    let marks = page.part("main .original").texts("mark.of-target");
    assert!(
        marks.contains(&"全国知名品牌示范区15个".to_owned()),
        "{marks:?}"
    );
    let marks = page.part("main .original").texts("mark.of-department");
    assert!(marks.contains(&"自治区食药监局".to_owned()));
    for mark in page.parts("main .original mark:is(.of-target, .of-department, .of-deadline)") {
        assert_eq!(mark.links().len(), 1, "{mark:?}");
    }
}

#[tokio::test]
async fn a_pasted_table_is_a_table() {
    let house = House::new().await;
    let admin = house.admin().await;
    let scheme = document(&house, "004").await;
    let page = admin.get(&format!("/documents/{scheme}/text")).await;
    let rows = page.parts("main table.pasted tr");
    // 57 rows and their heading.
    assert_eq!(rows.len(), 58);
    assert_eq!(
        rows[0].cells(),
        [
            "条目",
            "项目分类",
            "序号",
            "考核任务指标",
            "责任单位",
            "备注"
        ]
    );
    // Typed from top to bottom in the file.
    rows[3].has("质量宏观管理");
}

#[tokio::test]
async fn the_original_is_given_back_as_it_came() {
    let house = House::new().await;
    let office = house.office_of("新疆").await;
    let notice = document(&house, "000").await;
    let answer = office.ask(&format!("/documents/{notice}/original")).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.body, seeds::text("000").into_bytes());
    let disposition = answer.header("content-disposition").unwrap();
    assert!(disposition.starts_with("attachment;"), "{disposition}");
    assert!(
        disposition.contains("filename*=UTF-8''%E6%96%B0%E7%96%86"),
        "{disposition}"
    );
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(
        answer.header("content-type"),
        Some("text/plain; charset=utf-8")
    );
}

#[tokio::test]
async fn documents_of_another_region_are_not_there() {
    let house = House::new().await;
    let clerk = house.office_of("宁夏").await;
    let notice = document(&house, "000").await;
    let link: i64 = house.value("select min(id) from document_link").await;
    for address in [
        format!("/documents/{notice}"),
        format!("/documents/{notice}/text"),
        format!("/documents/{notice}/original"),
        format!("/departments?document={notice}"),
        format!("/links/{link}"),
    ] {
        clerk.ask(&address).await.page(StatusCode::NOT_FOUND);
    }
    clerk
        .get("/documents")
        .await
        .lacks("实施质量强区战略任务分工");
}

#[tokio::test]
async fn documents_are_found_by_title_and_number() {
    let house = House::new().await;
    let office = house.office_of("新疆").await;
    // 新政发〔2017〕17号
    let page = office
        .get("/documents?words=%E3%80%942017%E3%80%9517")
        .await;
    assert_eq!(page.rows().len(), 1);
    page.row("关于实施质量强区战略的决定");
    let page = office.get("/documents?words=%25").await;
    page.has("含“%”的文件 0 份");
}
