//! Records: every write has its event, and neither events nor accepted reports are ever altered.

use super::document;
use crate::support::House;

#[tokio::test]
async fn every_import_and_every_joining_wrote_its_event() {
    let house = House::new().await;
    let question = "
        select action, document_id, (after ->> 'responsibilities')::bigint from event order by id";
    let events: Vec<(String, i64, Option<i64>)> = house.rows(question).await;
    let imports = async |tag: &str, responsibilities: i64| {
        let wanted = (
            "document.import".to_owned(),
            document(&house, tag).await,
            Some(responsibilities),
        );
        events.iter().filter(|event| **event == wanted).count()
    };
    for (tag, responsibilities) in [
        ("000", 313),
        ("001", 0),
        ("002", 0),
        ("003", 118),
        ("004", 152),
    ] {
        assert_eq!(imports(tag, responsibilities).await, 1, "{tag}: {events:?}");
    }
    let joins: Vec<_> = events
        .iter()
        .filter(|(action, _, _)| action == "document.join")
        .collect();
    assert_eq!(joins.len(), 1);
    assert_eq!(joins[0].1, document(&house, "000").await);
    assert_eq!(events.len(), 6);
}

/// Fails, and for the reason that records stay.
async fn refused(house: &House, statement: &str) {
    let outcome = house.try_to(statement).await;
    let error = outcome.expect_err(statement);
    let code = error.as_database_error().and_then(|error| error.code());
    // restrict_violation
    assert_eq!(code.as_deref(), Some("23001"), "{statement}: {error}");
}

#[tokio::test]
async fn the_event_log_is_only_added_to() {
    let house = House::new().await;
    for statement in [
        "update event set action = 'nothing happened'",
        "update event set at = at where id = (select min(id) from event)",
        "delete from event",
        "truncate event",
    ] {
        refused(&house, statement).await;
    }
    let events: i64 = house
        .value("select count(*) from event where action <> 'nothing happened'")
        .await;
    assert_eq!(events, 6);
}

/// An accepted report with one figure, by the shortest way.
const ACCEPTED: &str = "
    insert into user_account (login, display_name, password_hash, created_at)
        values ('clerk', '经办人', '', now()), ('office', '督查室', '', now());
    insert into period (cycle, first_day, last_day)
        values ('quarter', '2018-01-01', '2018-03-31');
    insert into report (item_id, department_id, period_id, state, author_id, created_at, saved_by,
                        saved_at, submitted_by, submitted_at)
        select u.item_id, u.department_id, p.id, 'submitted', a.id, now(), a.id, now(), a.id, now()
        from duty u, period p, user_account a where a.login = 'clerk' order by u.id limit 1;
    insert into report_value (report_id, target_id, value)
        select r.id, t.id, 81 from report r, target t order by t.id limit 1;
    update report set state = 'accepted', reviewed_at = now(),
                      reviewed_by = (select id from user_account where login = 'office')";

#[tokio::test]
async fn an_accepted_report_and_its_figures_are_never_altered() {
    let house = House::new().await;
    house.run(ACCEPTED).await;
    for statement in [
        "update report set progress_text = '更好'",
        "update report set state = 'draft'",
        "update report_value set value = 99",
        "delete from report_value",
        "delete from report",
        "truncate report cascade",
        "truncate report_value",
    ] {
        refused(&house, statement).await;
    }
    let value: String = house
        .value("select trim_scale(value)::text from report_value")
        .await;
    assert_eq!(value, "81");
}

#[tokio::test]
async fn a_correction_is_a_new_revision_beside_the_old_one() {
    let house = House::new().await;
    house.run(ACCEPTED).await;
    let again = "
        insert into report (item_id, department_id, period_id, revision, state, correction_reason, author_id,
                            created_at, saved_by, saved_at)
        select item_id, department_id, period_id, revision + 1, 'draft', '误计', author_id, now(), saved_by, now()
        from report";
    house.run(again).await;
    // The draft can still be changed; the accepted one beside it cannot.
    house
        .run("update report set progress_text = '更正' where state = 'draft'")
        .await;
    let states: Vec<String> = house
        .values("select state from report order by revision")
        .await;
    assert_eq!(states, ["accepted", "draft"]);
}
