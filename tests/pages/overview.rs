//! 督办总览: every number is a link to exactly the rows that it counts.

use super::items::{listed, stated};
use crate::support::page::Part;
use crate::support::{House, Report, Visitor};

/// A region in which something has been reported, with figures that are behind and ahead.
async fn reported(house: &House) -> Visitor {
    let clerk = house.clerk_of("自治区质监局").await;
    for (locus, figure, stated) in [
        ("一·第1条", "40", "behind"),
        ("一·第2条", "93", "on_track"),
        ("一·第6条", "350", "done"),
        ("一·第9条", "1", "behind"),
    ] {
        let item = house.item("000", locus).await;
        let report = Report::on(&clerk, item).figure(figure).stated(stated);
        report.problems("经费不足。").send().await;
    }
    house.leader_of("新疆").await
}

#[tokio::test]
async fn every_number_equals_the_rows_behind_it() {
    let house = House::new().await;
    let leader = reported(&house).await;
    let documents: Vec<i64> = house
        .values(
            "select d.id from document d join jurisdiction j on j.id = d.jurisdiction_id where j.code = '65'",
        )
        .await;
    let mut pages = vec!["/overview".to_owned()];
    pages.extend(
        documents
            .iter()
            .map(|id| format!("/overview?document={id}")),
    );
    let mut checked = 0;
    for address in pages {
        let page = leader.get(&address).await;
        for link in page.parts("main a[href^='/items']") {
            let (text, href) = (link.text(), link.attr("href").unwrap().to_owned());
            let Ok(number) = text.parse::<usize>() else {
                continue;
            };
            let rows = listed(&leader, &href).await;
            assert_eq!(rows.len(), number, "{address}: {href}");
            checked += 1;
        }
    }
    assert!(checked > 20, "only {checked} numbers were followed");
}

#[tokio::test]
async fn every_cell_of_the_matrix_equals_the_rows_behind_it() {
    let house = House::new().await;
    let leader = reported(&house).await;
    let page = leader.get("/overview").await;
    let cells = page.parts("main table.matrix td a[href^='/items']");
    assert!(cells.len() > 30, "only {} cells", cells.len());
    // One cell of each row and the sum beside it; a page for each of hundreds of cells says no more.
    for cell in cells.iter().step_by(5) {
        let text = cell.text();
        let counts = text.split([' ', '（']).next().unwrap_or_default();
        let (behind, all) = counts.split_once('/').unwrap_or_else(|| panic!("{text}"));
        let href = cell.attr("href").unwrap();
        assert_eq!(stated(&leader.get(href).await).to_string(), all, "{href}");
        let late = leader.get(&format!("{href}&progress=behind")).await;
        assert_eq!(stated(&late).to_string(), behind, "{href}");
    }
}

#[tokio::test]
async fn the_parts_of_the_headline_are_the_whole() {
    let house = House::new().await;
    let leader = reported(&house).await;
    let page = leader.get("/overview").await;
    let number = |link: &str| -> usize {
        page.part(&format!("main .sentence a[href='{link}']"))
            .text()
            .parse()
            .unwrap()
    };
    let parts: usize = [
        "behind",
        "on_track",
        "ahead",
        "done",
        "not_started",
        "other",
    ]
    .iter()
    .map(|progress| number(&format!("/items?progress={progress}")))
    .sum();
    assert_eq!(parts, number("/items"));
    assert_eq!(number("/items?progress=behind"), 2);
    assert_eq!(number("/items?progress=done"), 1);
}

#[tokio::test]
async fn what_is_behind_stands_first_with_its_department_and_its_problem() {
    let house = House::new().await;
    let leader = reported(&house).await;
    let page = leader.get("/overview").await;
    let row = page.row("制造业质量竞争力指数");
    row.has("自治区质监局").has("经费不足。");
    page.row("培育地理标志产品").has("自治区质监局");
    assert!(
        page.rows_with("培育新疆名牌产品").is_empty(),
        "what is done needs nobody"
    );
}

#[tokio::test]
async fn a_leader_sees_her_own_region_only() {
    let house = House::new().await;
    reported(&house).await;
    let page = house.leader_of("宁夏").await.get("/overview").await;
    page.lacks("质量强区").lacks("制造业质量竞争力指数");
}
