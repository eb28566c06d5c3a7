//! 台账 and 事项.

use axum::http::StatusCode;

use crate::support::page::Part;
use crate::support::{House, Page, Report};

/// How many rows a page of the ledger says there are.
pub(super) fn stated(page: &Page) -> usize {
    let caption = page.texts("main caption, main .note").join(" ");
    let before = caption.split(" 项").next().unwrap_or_default();
    let number = before.rsplit([' ', '：']).next().unwrap_or_default();
    match (number.parse(), caption.contains("没有符合条件的事项")) {
        (Ok(count), _) => count,
        (Err(_), true) => 0,
        (Err(error), false) => panic!("{caption}: {error}"),
    }
}

/// The items behind an address of the ledger, page by page.
pub(super) async fn listed(visitor: &crate::support::Visitor, address: &str) -> Vec<String> {
    let mut page = visitor.get(address).await;
    let wanted = stated(&page);
    let mut items = Vec::new();
    loop {
        items.extend(
            page.rows()
                .into_iter()
                .map(|row| row.texts("th > a").concat()),
        );
        let next = page.parts("a[rel='next']");
        let Some(next) = next.first().and_then(|link| link.attr("href")) else {
            break;
        };
        page = visitor.get(next).await;
    }
    assert_eq!(items.len(), wanted, "{address} says how many it lists");
    items
}

#[tokio::test]
async fn the_ledger_lists_every_item_of_the_region_once() {
    let house = House::new().await;
    let leader = house.leader_of("新疆").await;
    let items = listed(&leader, "/items").await;
    let there: i64 = house
        .value(
            "select count(*) from item i join document d on d.id = i.document_id
             join jurisdiction j on j.id = d.jurisdiction_id where not i.served and j.code = '65'",
        )
        .await;
    assert_eq!(i64::try_from(items.len()).unwrap(), there);
}

#[tokio::test]
async fn the_ledger_of_a_region_holds_nothing_of_another() {
    let house = House::new().await;
    let (here, there) = (house.leader_of("新疆").await, house.leader_of("宁夏").await);
    let elsewhere = listed(&there, "/items").await;
    assert_eq!(elsewhere.len(), 57);
    let item = house.item("004", "附件第1项").await;
    there.get(&format!("/items/{item}")).await;
    here.ask(&format!("/items/{item}"))
        .await
        .page(StatusCode::NOT_FOUND);
    let document: i64 = house
        .value(format!("select document_id from item where id = {item}"))
        .await;
    assert_eq!(
        listed(&here, &format!("/items?document={document}")).await,
        [""; 0]
    );
}

#[tokio::test]
async fn every_filter_of_the_ledger_narrows_it_and_says_so() {
    let house = House::new().await;
    let leader = house.leader_of("新疆").await;
    let all = listed(&leader, "/items").await.len();
    let page = leader.get("/items").await;
    let form = page
        .form("/items")
        .fill("kind", "goal")
        .fill("words", "合格率");
    let page = form.press("筛选").await.page(StatusCode::OK);
    assert_eq!(page.form("/items").value("kind"), "goal");
    assert_eq!(page.form("/items").value("words"), "合格率");
    page.part(".applied").has("目标").has("合格率");
    // Read in the first part of 000.
    let mut titles = page.texts("main tbody th > a");
    titles.sort_unstable();
    assert_eq!(
        titles,
        [
            "地产农产品监督抽查合格率",
            "工业产品监督抽查合格率",
            "重点地产食品监督抽查合格率",
            "重要民生工程和大中型工程建设项目竣工验收合格率"
        ]
    );
    assert_eq!(stated(&page), 4);
    assert!(all > 4);
    let page = page.open("清除全部条件").await;
    assert_eq!(stated(&page), all);
}

#[tokio::test]
async fn conditions_that_exclude_each_other_part_the_ledger() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    for locus in ["一·第1条", "一·第2条", "一·第6条"] {
        Report::on(&clerk, house.item("000", locus).await)
            .send()
            .await;
    }
    let leader = house.leader_of("新疆").await;
    let all = listed(&leader, "/items").await.len();
    let count = async |query: &str| listed(&leader, &format!("/items?{query}")).await.len();
    assert_eq!(count("kind=goal").await + count("kind=task").await, all);
    let mut by_progress = 0;
    for progress in [
        "behind",
        "on_track",
        "ahead",
        "done",
        "not_started",
        "other",
    ] {
        by_progress += count(&format!("progress={progress}")).await;
    }
    assert_eq!(by_progress, all);
}

#[tokio::test]
async fn words_are_searched_for_and_not_understood_as_patterns() {
    let house = House::new().await;
    let leader = house.leader_of("新疆").await;
    for words in ["%25", "_", "%5C", "%27", "%E5%90%8D%25%E7%89%8C", "%00"] {
        let page = leader.get(&format!("/items?words={words}")).await;
        let all = stated(&leader.get("/items").await);
        let found = stated(&page);
        assert!(
            found == 0 || words == "%00" || found < all,
            "{words} finds {found}"
        );
    }
}

#[tokio::test]
async fn the_order_of_the_ledger_is_the_one_that_was_asked_for() {
    let house = House::new().await;
    let leader = house.leader_of("新疆").await;
    let page = leader.get("/items").await;
    let mut orders = page
        .links()
        .into_iter()
        .filter(|link| link.starts_with("/items?sort="))
        .collect::<Vec<_>>();
    orders.dedup();
    assert!(orders.len() > 1, "{orders:?}");
    let mut unordered = listed(&leader, "/items").await;
    unordered.sort_unstable();
    for order in orders {
        let mut rows = listed(&leader, &order).await;
        rows.sort_unstable();
        assert_eq!(rows, unordered, "{order} shows other rows");
    }
}

#[tokio::test]
async fn the_csv_holds_the_rows_of_the_list_and_nothing_that_a_spreadsheet_runs() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let item = house.item("000", "一·第6条").await;
    let evil = "=HYPERLINK(\"http://elsewhere.example\",\"看\")";
    Report::on(&clerk, item).progress(evil).send().await;
    let leader = house.leader_of("新疆").await;
    for query in [
        "",
        "?kind=goal",
        "?progress=on_track",
        "?words=nothing-of-it",
    ] {
        let rows = listed(&leader, &format!("/items{query}")).await;
        let page = leader.get(&format!("/items{query}")).await;
        let answer = leader.ask(&page.link("导出 CSV")).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer}");
        assert!(
            answer
                .header("content-disposition")
                .unwrap()
                .contains("attachment")
        );
        assert!(
            answer.body.starts_with(b"\xef\xbb\xbf"),
            "Excel needs the mark"
        );
        let mut reader = csv::Reader::from_reader(&answer.body[3..]);
        let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let titles: Vec<&str> = records.iter().map(|record| &record[2]).collect();
        assert_eq!(titles, rows, "{query}");
        for cell in records.iter().flat_map(csv::StringRecord::iter) {
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                "{cell}"
            );
        }
    }
}

#[tokio::test]
async fn an_item_shows_its_clause_its_departments_and_the_way_to_its_text() {
    let house = House::new().await;
    let leader = house.leader_of("新疆").await;
    let item = house.item("000", "三.7").await;
    let page = leader.get(&format!("/items/{item}")).await;
    assert_eq!(page.heading(), "以品牌建设促进质量提升");
    page.has("到2020年，力争创建全国知名品牌示范区15个，培育区域公共品牌10个以上");
    page.row("全国知名品牌示范区").has("15个").has("力争");
    // As the document prints them: ten departments, none of them first.
    let names = page.texts("main ul.names a");
    assert_eq!(names.len(), 10, "{names:?}");
    assert_eq!(names[0], "自治区经信委");
    page.lacks("牵头");
    let clause = page.part("blockquote a.source");
    let href = clause.attr("href").unwrap();
    assert!(
        href.contains("/text") && href.ends_with(&format!("#item-{item}")),
        "{href}"
    );
}

#[tokio::test]
async fn a_goal_line_says_which_document_its_number_is_taken_from() {
    let house = House::new().await;
    let leader = house.leader_of("新疆").await;
    let item = house.item("000", "一·第6条").await;
    let page = leader.get(&format!("/items/{item}")).await;
    page.has("目标 ≥350个")
        .has("数值取自")
        .has("关于实施质量强区战略的决定");
}
