//! The table of jobs: claimed once, given back, tried again, given up.

use fengong::domain::{JOB_ATTEMPTS, JobKind};
use fengong::store::jobs;
use fengong::web::clock::Clock;
use tokio::sync::watch;

use super::{round, runner};
use crate::support::House;

const DAY: &str = "2018-06-20";

#[tokio::test]
async fn two_instances_at_once_do_everything_once() {
    let house = House::new().await;
    house.clerk_of("自治区质监局").await;
    house.reviewer_of("自治区质监局").await;
    house.clerk_of("自治区农业厅").await;
    let (one, two, three) =
        tokio::join!(round(&house, DAY), round(&house, DAY), round(&house, DAY));
    // The reminders of the day, and housekeeping.
    assert_eq!(one + two + three, 2);
    let told: Vec<i64> = house
        .values("select count(*) from notice group by user_id order by user_id")
        .await;
    assert_eq!(told, [1, 1, 1]);
    assert_eq!(round(&house, DAY).await, 0);
}

#[tokio::test]
async fn a_run_whose_instance_died_is_taken_over_once_its_lease_is_over() {
    let house = House::new().await;
    house.clerk_of("自治区质监局").await;
    let mut db = house.db().await;
    let now = Clock::default().machine();
    let hour = chrono::Duration::hours(1);
    let day = [DAY.to_owned()];
    jobs::plan(&mut db, JobKind::Reminders, &day, now, now)
        .await
        .unwrap();
    let kinds = [JobKind::Reminders];
    let dead = jobs::claim(&mut db, &kinds, "dead", now, now + hour)
        .await
        .unwrap()
        .expect("it is ready");
    let again = jobs::claim(&mut db, &kinds, "living", now, now + hour).await;
    assert_eq!(again.unwrap(), None);
    // Only housekeeping is left for others, as long as the lease holds.
    assert_eq!(round(&house, DAY).await, 1);
    house
        .run("update job set lease_until = now() - interval '1 second' where kind = 'reminders'")
        .await;
    assert_eq!(round(&house, DAY).await, 1);
    let notices: i64 = house.value("select count(*) from notice").await;
    assert_eq!(notices, 1);
    // The dead one wakes up and finds that it is no longer his.
    assert!(!jobs::keep(&mut db, &dead, now + hour).await.unwrap());
    assert!(!jobs::finish(&mut db, &dead, "", now).await.unwrap());
    let state: String = house
        .value("select state from job where kind = 'reminders'")
        .await;
    assert_eq!(state, "done");
}

#[tokio::test]
async fn a_run_that_fails_waits_longer_each_time_and_is_given_up() {
    let house = House::new().await;
    // Nothing that a page can do: the reminders of this day cannot be written.
    house
        .run("alter table reminder add constraint reminder_broken check (false)")
        .await;
    house.clerk_of("自治区质监局").await;
    for attempt in 1..=JOB_ATTEMPTS {
        round(&house, DAY).await;
        let (attempts, state, error): (i32, String, String) = house
            .rows("select attempts, state, last_error from job where kind = 'reminders'")
            .await
            .remove(0);
        assert_eq!(attempts, attempt);
        assert!(error.contains("reminder_broken"), "{error}");
        let wanted = if attempt == JOB_ATTEMPTS {
            "failed"
        } else {
            "waiting"
        };
        assert_eq!(state, wanted);
        // It is not tried before its time.
        assert_eq!(round(&house, DAY).await, 0);
        house
            .run("update job set run_at = now() where kind = 'reminders'")
            .await;
    }
    let notices: i64 = house.value("select count(*) from notice").await;
    assert_eq!(notices, 0);
}

#[tokio::test]
async fn a_run_that_kills_every_instance_is_given_up() {
    let house = House::new().await;
    round(&house, DAY).await;
    house
        .run(format!(
            "update job set state = 'running', attempts = {JOB_ATTEMPTS}, lease_until = now() - interval '1 second'
             where kind = 'housekeeping'"
        ))
        .await;
    assert_eq!(round(&house, DAY).await, 1);
    let (state, error): (String, String) = house
        .rows("select state, last_error from job where kind = 'housekeeping'")
        .await
        .remove(0);
    assert_eq!(
        (state.as_str(), error.as_str()),
        ("failed", "多次在执行中断")
    );
}

#[tokio::test]
async fn housekeeping_forgets_what_is_over_and_keeps_what_is_alive() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    house.admin().await;
    house
        .run(
            "update session set expires_at = now() - interval '1 minute'
             where user_id = (select id from user_account where display_name = '管理员');
             insert into registry_upload (by_id, at, applied_at)
             select u.id, '2018-06-01', a.at from user_account u, (values (null::timestamptz), (now())) a (at)
             where u.display_name = '管理员';
             insert into registry_upload_file select id, 1, '单位.csv', '' from registry_upload;
             insert into sign_in_failure (login, at) values ('a', now() - interval '2 days'), ('b', now());
             insert into job (kind, key, state, run_at, planned_at, finished_at)
             values ('reminders', 'old', 'done', now(), now(), now() - interval '40 days'),
                    ('reminders', 'broken', 'failed', now(), now(), now() - interval '40 days')",
        )
        .await;
    round(&house, DAY).await;
    let sessions: i64 = house.value("select count(*) from session").await;
    let failures: Vec<String> = house.values("select login from sign_in_failure").await;
    let keys: Vec<String> = house
        .values("select key from job where key in ('old', 'broken')")
        .await;
    assert_eq!(
        (sessions, failures, keys),
        (1, vec!["b".to_owned()], vec!["broken".to_owned()])
    );
    let uploads: Vec<bool> = house
        .values("select applied_at is not null from registry_upload join registry_upload_file on upload_id = id")
        .await;
    assert_eq!(uploads, [true]);
    clerk.get("/todo").await;
}

#[tokio::test]
async fn an_instance_stops_when_it_is_told_to() {
    let house = House::new().await;
    let (stop, stopping) = watch::channel(false);
    let running = tokio::spawn(runner(&house, DAY).run(stopping));
    stop.send(true).expect("it listens");
    running.await.expect("it ended");
    // One that is told before it begins does nothing.
    let (_keep, stopped) = watch::channel(true);
    assert_eq!(
        runner(&house, "2018-06-21").round(&stopped).await.unwrap(),
        0
    );
}
