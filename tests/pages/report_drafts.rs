//! 填报: drafts that save themselves, that two people write, and that outlive a session.

use axum::http::StatusCode;
use fengong::domain::Post;

use super::report_fields::{BRANDS, Desk, SHARE};
use crate::support::Visitor;
use crate::support::house::PASSWORD;
use crate::support::page::Part;

#[tokio::test]
async fn a_page_that_saves_itself_keeps_what_can_be_kept_and_overwrites_nobody() {
    let desk = Desk::on(BRANDS).await;
    let value = desk.field("value");
    let save = async |visitor: &Visitor, version: &str, progress: &str, figure: &str| {
        let fields = [
            ("version", version),
            ("step", "autosave"),
            ("progress", progress),
            ("coordination", "请协调经费。"),
            (value.as_str(), figure),
        ];
        visitor.post(&desk.address(), &fields).await
    };
    let answer = save(&desk.clerk, "0", "写到一半", "很多").await;
    assert_eq!(answer.status, StatusCode::OK, "{answer}");
    assert!(answer.text().contains(r#""version":1"#), "{answer}");
    assert!(answer.text().contains(r#""mistakes":1"#), "{answer}");
    let answer = save(&desk.clerk, "1", "写完了这一段", "131").await;
    assert!(answer.text().contains(r#""version":2"#), "{answer}");
    let page = desk.clerk.get(&desk.address()).await;
    let form = page.form(&desk.address());
    assert_eq!(form.value("progress"), "写完了这一段");
    assert_eq!(form.value("coordination"), "请协调经费。");
    assert_eq!(form.value(&value), "131");
    // Somebody who opened it earlier is told, and nothing is written.
    let other = desk.house.reviewer_of("自治区质监局").await;
    let answer = save(&other, "1", "另一个人写的", "140").await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    let kept: String = desk.house.value("select progress_text from report").await;
    assert_eq!(kept, "写完了这一段");
}

#[tokio::test]
async fn both_versions_of_every_field_are_shown_and_either_can_be_taken() {
    let desk = Desk::on(SHARE).await;
    let second = desk.house.reviewer_of("自治区质监局").await;
    let late = second.get(&desk.address()).await;
    let (numerator, denominator) = (desk.field("numerator"), desk.field("denominator"));
    let page = desk.clerk.get(&desk.address()).await;
    let form = page
        .form(&desk.address())
        .fill(&numerator, "73")
        .fill(&denominator, "80")
        .fill("forecast", "at_risk")
        .fill("forecast-reason", "检测能力不足。")
        .fill("coordination", "请协调检测经费。")
        .fill("coordination-with", "自治区财政厅");
    form.press("保存草稿").await.follow().await;
    let form = late
        .form(&desk.address())
        .fill("progress", "乙写的进展情况。");
    let page = form.press("保存草稿").await.page(StatusCode::CONFLICT);
    let conflict = page.part("section[role='alert']");
    for words in [
        "预计能否按期",
        "有风险",
        "检测能力不足。",
        "请协调检测经费。",
        "自治区财政厅",
        "分子",
        "73",
    ] {
        conflict.has(words);
    }
    // A radio button that was not ticked is not sent, and can be taken from the other all the same.
    let theirs = ["forecast", "forecast-reason", &numerator, &denominator];
    let mut form = page.form(&desk.address());
    for name in theirs {
        form = form.fill(&format!("take-{name}"), "theirs");
    }
    form.press("保存草稿").await.follow().await;
    let kept: Vec<(String, String, String, String)> = desk
        .house
        .rows(
            "select r.forecast, r.coordination, r.progress_text, trim_scale(v.value)::text
             from report r join report_value v on v.report_id = r.id",
        )
        .await;
    let wanted = ["at_risk", "", "乙写的进展情况。", "91.25"].map(str::to_owned);
    assert_eq!(kept, [wanted.into()]);
}

#[tokio::test]
async fn the_form_of_an_item_with_eight_targets_is_light() {
    let desk = Desk::on(SHARE).await;
    let (item, target) = (desk.item, desk.target);
    desk.house
        .run(format!(
            "with more as (
                 insert into target (item_id, first_id, ordinal, name, comparator, value, unit, kind, span_start, span_end)
                 select t.item_id, t.first_id, 100 + n, t.name || '之' || n, t.comparator, t.value, t.unit, t.kind,
                        t.span_start, t.span_end
                 from target t, generate_series(1, 7) as n where t.id = {target}
                 returning id, ordinal)
             insert into item_target (item_id, target_id, ordinal) select {item}, id, ordinal from more"
        ))
        .await;
    let answer = desk.clerk.ask(&desk.address()).await;
    assert_eq!(
        answer
            .text()
            .matches("<fieldset class=\"field target")
            .count(),
        8
    );
    let size = answer.text().len();
    assert!(size <= 60_000, "{size} bytes");
}

#[tokio::test]
async fn every_field_survives_a_session_that_ended() {
    let desk = Desk::on(SHARE).await;
    let grant = desk.house.grant_in("自治区质监局", Post::Clerk).await;
    let login = desk.house.account("自治区质监局第二经办人", &[grant]).await;
    let clerk = desk.house.stranger();
    clerk.sign_in(&login).await;
    let page = clerk.get(&desk.address()).await;
    let form = page
        .form(&desk.address())
        .fill(&desk.field("numerator"), "73")
        .fill(&desk.field("denominator"), "80")
        .fill("forecast", "at_risk")
        .fill("forecast-reason", "检测能力不足。")
        .fill("coordination", "请协调检测经费。");
    desk.house.run("delete from session").await;
    let page = form.press("保存草稿").await.page(StatusCode::UNAUTHORIZED);
    let form = page.form("/sign-in").fill("login", &login);
    let answer = form.fill("password", PASSWORD).press("登录并继续").await;
    let page = answer.page(StatusCode::OK);
    page.form(&desk.address())
        .press("继续提交")
        .await
        .follow()
        .await;
    let kept: Vec<(String, String, String, String)> = desk
        .house
        .rows(
            "select r.forecast, r.forecast_reason, r.coordination, trim_scale(v.value)::text
             from report r join report_value v on v.report_id = r.id",
        )
        .await;
    let wanted = ["at_risk", "检测能力不足。", "请协调检测经费。", "91.25"].map(str::to_owned);
    assert_eq!(kept, [wanted.into()]);
}
