//! 佐证材料 that is kept: whole or not at all, no more than its limit, and for ever once it proves an accepted report.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, ORIGIN};
use axum::http::{Method, StatusCode};
use futures_util::stream;

use super::evidence::{Desk, STANDARDS, bring, draft, pdf};
use crate::support::Report;
use crate::support::page::Part;

#[tokio::test]
async fn an_upload_that_breaks_off_leaves_nothing() {
    let desk = Desk::new().await;
    let boundary = "----a-line";
    let mut start = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n"
    )
    .into_bytes();
    start.extend(pdf(700_000, 4));
    for ending in ["lost", "ended"] {
        let mut pieces = vec![Ok(start.clone())];
        if ending == "lost" {
            pieces.push(Err(std::io::Error::other("the line is dead")));
        }
        let request = desk
            .clerk
            .request(Method::POST, &desk.address())
            .header(ORIGIN, "http://fengong.example")
            .header(
                CONTENT_TYPE,
                format!("multipart/form-data; boundary={boundary}"),
            )
            .body(Body::from_stream(stream::iter(pieces)))
            .expect("a request");
        let answer = desk.clerk.send(request).await;
        answer.page(StatusCode::BAD_REQUEST).has("没有保存任何内容");
        for table in [
            "evidence",
            "evidence_file",
            "evidence_chunk",
            "report_evidence",
        ] {
            assert_eq!(desk.count(table).await, 0, "{ending}: {table}");
        }
    }
}

#[tokio::test]
async fn the_evidence_of_an_accepted_report_stays() {
    let desk = Desk::new().await;
    desk.bring("名单", "名单.pdf", &pdf(5000, 6))
        .await
        .follow()
        .await;
    desk.accept().await;
    let key: i64 = desk.house.value("select id from evidence").await;
    // Not through the pages …
    let answer = desk
        .clerk
        .post(
            &format!("{}/removal", desk.address()),
            &[("evidence", &key.to_string())],
        )
        .await;
    answer.page(StatusCode::CONFLICT).has("已经报送");
    let answer = desk.bring("补充", "补充.pdf", &pdf(6000, 7)).await;
    answer.page(StatusCode::CONFLICT).has("已经报送");
    assert_eq!(
        desk.clerk.ask(&desk.address()).await.location(),
        format!("/reports/{}", desk.report)
    );
    // … nor through the database.
    for statement in [
        "delete from report_evidence",
        "update report_evidence set added_at = now()",
        "truncate report_evidence",
        "insert into evidence (department_id, file_id, title, kind, file_name, created_by, created_at)
             select d.id, e.file_id, 'x', 'photo', 'x.pdf', e.created_by, now() from evidence e, department d
             where d.id <> e.department_id limit 1;
         insert into report_evidence select x.report_id, (select max(id) from evidence), x.added_by, now()
             from report_evidence x",
        "update evidence set title = 'x'",
        "delete from evidence",
        "update evidence_chunk set bytes = ''",
        "delete from evidence_chunk",
        "update evidence_file set length = 1",
        "delete from evidence_file",
    ] {
        assert!(desk.house.try_to(statement).await.is_err(), "{statement}");
    }
    // The same file under another title, for another report: it is called as it was.
    let other = desk.house.item("000", STANDARDS).await;
    let report = draft(&desk.house, &desk.clerk, other).await;
    let page = bring(&desk.clerk, report, "另一个名称", "名单.pdf", &pdf(5000, 6))
        .await
        .follow()
        .await;
    page.has("本单位已有同样的文件“名单”").lacks("另一个名称");
}

#[tokio::test]
async fn a_report_has_no_more_than_twenty_pieces() {
    let desk = Desk::new().await;
    for piece in 0..20_u8 {
        let name = format!("材料{piece}.txt");
        desk.bring("", &name, format!("第 {piece} 份").as_bytes())
            .await
            .location();
    }
    let page = desk.clerk.get(&desk.address()).await;
    page.has("已达到 20 份的上限");
    assert!(page.parts("input[type='file']").is_empty());
    let answer = desk.bring("", "多一份.txt", "第 21 份".as_bytes()).await;
    answer.page(StatusCode::CONFLICT).has("最多 20 份");
    assert_eq!(desk.count("report_evidence").await, 20);
    assert_eq!(desk.count("evidence_file").await, 20);
}

#[tokio::test]
async fn what_was_handed_in_is_altered_only_after_it_was_taken_back() {
    let desk = Desk::new().await;
    desk.house.reviewer_of("自治区质监局").await;
    desk.bring("名单", "名单.pdf", &pdf(5000, 8))
        .await
        .follow()
        .await;
    let figures = Report::on(&desk.clerk, desk.item).figure("131");
    figures.save().await.location();
    let row = desk.clerk.get("/todo/submission").await;
    row.part("[data-label='佐证']").has("1 份");
    Report::on(&desk.clerk, desk.item)
        .figure("131")
        .send()
        .await;
    let key: i64 = desk.house.value("select id from evidence").await;
    let key = key.to_string();
    let removal = format!("{}/removal", desk.address());
    let fields = [("evidence", key.as_str())];
    let answer = desk.clerk.post(&removal, &fields).await;
    answer.page(StatusCode::CONFLICT).has("不能再改");
    for statement in [
        "delete from report_evidence",
        "update evidence set title = 'x'",
    ] {
        assert!(desk.house.try_to(statement).await.is_err(), "{statement}");
    }
    let page = desk.clerk.get(&format!("/reports/{}", desk.report)).await;
    let form = page.form(&format!("/reports/{}/retrieval", desk.report));
    form.press("取回这份填报").await.follow().await;
    let answer = desk.clerk.post(&removal, &fields).await;
    answer.follow().await.has("已从本次填报移除：名单");
    assert_eq!(desk.count("report_evidence").await, 0);
}

#[tokio::test]
async fn a_correction_begins_with_the_evidence_of_what_it_corrects() {
    let desk = Desk::new().await;
    desk.bring("名单", "名单.pdf", &pdf(5000, 9))
        .await
        .follow()
        .await;
    desk.accept().await;
    let page = desk.clerk.get(&format!("/reports/{}", desk.report)).await;
    let form = page.form(&format!("/reports/{}/correction", desk.report));
    let form = form.fill("reason", "误将撤销的 3 个计入。");
    let page = form.press("开始更正").await.follow().await;
    page.has("名单");
    let new: i64 = desk.house.value("select max(id) from report").await;
    let key: i64 = desk.house.value("select id from evidence").await;
    let removal = format!("/reports/{new}/evidence/removal");
    let answer = desk
        .clerk
        .post(&removal, &[("evidence", &key.to_string())])
        .await;
    answer.follow().await.has("已从本次填报移除：名单");
    let left: i64 = desk
        .house
        .value("select report_id from report_evidence")
        .await;
    assert_eq!(left, desk.report, "the report that counts keeps its own");
}
