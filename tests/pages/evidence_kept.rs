//! 佐证材料 that is kept: whole or not at all, no more than its limit, and for ever once it proves an accepted report.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, ORIGIN};
use axum::http::{Method, StatusCode};
use futures_util::stream;

use super::evidence::{Desk, STANDARDS, bring, draft, pdf};
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
