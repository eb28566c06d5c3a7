//! What ends with a new version, and that it ends once.

use axum::http::StatusCode;

use super::Desk;
use crate::support::Report;
use crate::support::page::Part;

#[tokio::test]
async fn responsibilities_end_and_begin_on_the_day_of_the_new_version() {
    let desk = Desk::new().await;
    let new = desk.amend().await;
    let times = async |document: i64| -> Vec<(String, Option<String>)> {
        desk.house
            .rows(format!(
                "select distinct r.valid_from::text, r.valid_to::text from responsibility r
                 join item i on i.id = r.item_id where i.document_id = {document}"
            ))
            .await
    };
    let (march, june) = ("2018-03-01".to_owned(), "2018-06-01".to_owned());
    assert_eq!(times(desk.old).await, [(march, Some(june.clone()))]);
    assert_eq!(times(new).await, [(june, None)]);
    let lines: Vec<(String, String, String)> = desk
        .house
        .rows(format!(
            "select o.locus, coalesce(n.locus, '废止'), o.closed_on::text from item o
             left join item n on n.id = o.replaced_by where o.document_id = {} order by o.ordinal",
            desk.old
        ))
        .await;
    let told: Vec<String> = lines
        .iter()
        .map(|(old, new, day)| format!("{old} {new} {day}"))
        .collect();
    assert_eq!(
        told,
        [
            "一（一） 一（一） 2018-06-01",
            "一（二） 一（二） 2018-06-01",
            "一（三） 废止 2018-06-01",
            "二（四） 二（四） 2018-06-01",
            "二（五） 二（六） 2018-06-01",
        ]
    );
}

#[tokio::test]
async fn a_repealed_item_is_reachable_and_neither_asked_nor_counted() {
    let desk = Desk::new().await;
    let clerk = desk.house.clerk_of("自治区质监局").await;
    let gone = desk.item(desk.old, "一（三）").await;
    Report::on(&clerk, gone)
        .progress("已有 12 家企业设立首席质量官。")
        .send()
        .await;
    let new = desk.amend().await;
    clerk.get("/todo").await.lacks("推行首席质量官制度");
    clerk.get("/items").await.lacks("推行首席质量官制度");
    let counted: i64 = desk
        .house
        .value("select count(*) from item where not served")
        .await;
    assert_eq!(counted, 6);
    let page = clerk.get(&format!("/items/{gone}")).await;
    page.has("从 2018-06-01 起废止").has("已有 12 家企业");
    assert!(
        page.texts("h1 + p a, .head a")
            .iter()
            .all(|one| !one.contains("填报进展"))
    );
    let answer = clerk.ask(&format!("/items/{gone}/report")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let document = clerk.get(&format!("/documents/{}", desk.old)).await;
    document.has("已被新版本替代").has("1 项已废止");
    document.has("4 项由新版本接续");
    let document = clerk.get(&format!("/documents/{new}")).await;
    document.row("本页").has("现行").has("56号");
    document.row("起被替代").has("30号").has("2018-06-01");
}

#[tokio::test]
async fn publishing_a_version_twice_is_once() {
    let desk = Desk::new().await;
    let review = desk.bring().await;
    let decisions = format!("{review}/decisions");
    desk.admin
        .post(&decisions, &[("do", "batch")])
        .await
        .location();
    let publication = format!("{review}/publication");
    let both = tokio::join!(
        desk.admin.post(&publication, &[]),
        desk.admin.post(&publication, &[])
    );
    assert_eq!(both.0.location(), both.1.location());
    let counts: Vec<i64> = desk
        .house
        .values(
            "select count(*) from document union all select count(*) from document_link
             union all select count(*) from event where action = 'document.amend'
             union all select count(*) from event where action = 'item.replace'
             union all select count(*) from event where action = 'item.repeal'",
        )
        .await;
    assert_eq!(counts, [2, 1, 1, 4, 1]);
}

#[tokio::test]
async fn an_amendment_is_taken_back_whole() {
    let desk = Desk::new().await;
    let clerk = desk.house.clerk_of("自治区质监局").await;
    let old = desk.item(desk.old, "一（一）").await;
    Report::on(&clerk, old).figure("120").send().await;
    let before: Vec<(i64, bool, String)> = desk
        .house
        .rows("select id, served, progress from item order by id")
        .await;
    let new = desk.amend().await;
    let link: i64 = desk.house.value("select id from document_link").await;
    let page = desk.admin.get(&format!("/links/{link}")).await;
    page.has("新增 2 项，变更 3 项");
    let page = page.open("解除关联").await;
    page.has("恢复为现行文件");
    let form = page.form(&format!("/links/{link}/removal"));
    let page = form.press("解除关联").await.follow().await;
    page.has("如需恢复，在本页确认关联即可");
    let after: Vec<(i64, bool, String)> = desk
        .house
        .rows(format!(
            "select id, served, progress from item where document_id = {} order by id",
            desk.old
        ))
        .await;
    assert_eq!(after, before);
    let open: i64 = desk
        .house
        .value("select count(*) from responsibility where valid_to is not null")
        .await;
    assert_eq!(open, 0);
    // And done again from the page that it leads to.
    page.has("确认关联").has("新增 2 项，变更 3 项");
    let fields = [("other", &*desk.old.to_string()), ("relation", "amends")];
    desk.admin
        .post(&format!("/documents/{new}/joining"), &fields)
        .await
        .follow()
        .await
        .has("已与《关于印发自治区质量提升重点任务分工方案的通知》关联");
    let closed: i64 = desk
        .house
        .value("select count(*) from item where closed_on is not null")
        .await;
    assert_eq!(closed, 5);
}
