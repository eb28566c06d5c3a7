//! E-mail: off unless set, one letter a person, sent once, tried again, given up.

use fengong::telling::{Postman, Runner};
use fengong::web::clock::Clock;
use tokio::sync::watch;

use crate::support::post_office::{Mood, PostOffice, text};
use crate::support::{House, TODAY};

/// An instance with a postman looks at the table once.
async fn round(house: &House, office: &PostOffice) {
    let postman = Postman::new(
        &office.url(),
        "tongzhi@fengong.example",
        "https://fengong.example",
        "分工",
    );
    let runner = Runner::new(house.pool(), Clock::new(Some(TODAY)));
    let runner = runner.with(postman.expect("understood"));
    let (_keep, stop) = watch::channel(false);
    runner.round(&stop).await.expect("a round");
}

/// A house in which one person wants letters, and was told two things.
async fn house() -> House {
    let house = House::new().await;
    house.clerk_of("自治区质监局").await;
    house
        .run(
            "insert into notice_preference (user_id, address, kinds, changed_at)
             select id, 'jingban@zjj.example', '{returned,published}', now() from user_account;
             update duty set reported_through = '2018-06-30', progress = 'done'",
        )
        .await;
    tell(&house, "returned", "第一件事").await;
    tell(&house, "published", "第二件事").await;
    house
}

/// Tells everybody something, as the store does.
async fn tell(house: &House, kind: &str, title: &str) {
    let users: Vec<i64> = house
        .values("select id from user_account order by id")
        .await;
    let new = fengong::store::notices::NewNotice {
        title: title.to_owned(),
        note: "只在系统里看得到的理由".to_owned(),
        ..fengong::store::notices::NewNotice::default()
    };
    let at = Clock::new(Some(TODAY)).now();
    let kind = kind.parse().expect("a kind");
    fengong::store::notices::tell(&mut *house.db().await, kind, &new, &users, at)
        .await
        .expect("told");
}

/// State and error of the sending of every letter.
async fn sendings(house: &House) -> Vec<(String, Option<String>)> {
    house
        .rows("select state, last_error from job where kind = 'mail' order by id")
        .await
}

#[tokio::test]
async fn two_instances_send_one_letter_with_titles_and_links() {
    let house = house().await;
    let office = PostOffice::open(Mood::Open).await;
    tokio::join!(round(&house, &office), round(&house, &office));
    round(&house, &office).await;
    let letters = office.letters();
    assert_eq!(letters.len(), 1, "{letters:?}");
    assert!(letters[0].contains("To: jingban@zjj.example\r\n"));
    let text = text(&letters[0]);
    assert!(
        text.contains("第一件事") && text.contains("第二件事"),
        "{text}"
    );
    assert!(text.contains("https://fengong.example/notices/"), "{text}");
    assert!(!text.contains("理由"), "{text}");
    // What comes up later is another letter.
    tell(&house, "returned", "第三件事").await;
    round(&house, &office).await;
    assert_eq!(office.letters().len(), 2);
}

#[tokio::test]
async fn without_a_mail_server_nothing_is_sent_and_nothing_waits_to_be() {
    let house = house().await;
    super::round(&house, "2018-06-20").await;
    let letters: i64 = house.value("select count(*) from letter").await;
    assert_eq!((letters, sendings(&house).await.len()), (0, 0));
    // When a server is set much later, what is old stays unsent.
    house
        .run("update notice set created_at = created_at - interval '4 days'")
        .await;
    let office = PostOffice::open(Mood::Open).await;
    round(&house, &office).await;
    assert_eq!(office.letters().len(), 0);
}

#[tokio::test]
async fn a_server_that_is_down_is_asked_again_until_it_takes_the_letter() {
    let house = house().await;
    let office = PostOffice::open(Mood::Busy).await;
    for _ in 0..2 {
        round(&house, &office).await;
        house
            .run("update job set run_at = now() where kind = 'mail'")
            .await;
    }
    let (state, error) = sendings(&house).await.remove(0);
    assert_eq!((state.as_str(), office.letters().len()), ("waiting", 0));
    assert!(error.is_some_and(|error| error.contains("421")));
    office.be(Mood::Open);
    round(&house, &office).await;
    assert_eq!(sendings(&house).await, [("done".to_owned(), None)]);
    assert_eq!(office.letters().len(), 1);
}

#[tokio::test]
async fn an_address_that_is_refused_is_given_up_at_once_and_tried_again_by_hand() {
    let house = house().await;
    let office = PostOffice::open(Mood::Refusing).await;
    round(&house, &office).await;
    let (state, error) = sendings(&house).await.remove(0);
    assert_eq!(state, "failed");
    assert!(error.is_some_and(|error| error.contains("550")));

    let admin = house.admin().await;
    let page = admin.get("/jobs").await;
    let job: i64 = house.value("select id from job where kind = 'mail'").await;
    let form = format!("/jobs/{job}/retry");
    page.form(form.as_str()).press("重试").await.location();
    admin
        .post(&form, &[])
        .await
        .page(axum::http::StatusCode::NOT_FOUND);
    office.be(Mood::Open);
    round(&house, &office).await;
    assert_eq!(office.letters().len(), 1);
}

#[tokio::test]
async fn a_yes_that_is_lost_is_answered_with_the_same_letter() {
    let house = house().await;
    let office = PostOffice::open(Mood::Dying).await;
    round(&house, &office).await;
    assert_eq!(sendings(&house).await[0].0, "waiting");
    office.be(Mood::Open);
    house
        .run("update job set run_at = now() where kind = 'mail'")
        .await;
    round(&house, &office).await;
    let identity = |letter: &String| {
        let line = letter.lines().find(|line| line.starts_with("Message-ID: "));
        line.expect("it has one").to_owned()
    };
    let letters = office.letters();
    assert_eq!(letters.len(), 2);
    assert_eq!(identity(&letters[0]), identity(&letters[1]));
}

#[tokio::test]
async fn a_letter_that_was_sent_is_not_sent_again_by_whoever_takes_its_run_over() {
    let house = house().await;
    let office = PostOffice::open(Mood::Open).await;
    round(&house, &office).await;
    // As if the instance had died between noting the letter and noting the run.
    house
        .run("update job set state = 'running', finished_at = null, lease_until = now() where kind = 'mail'")
        .await;
    round(&house, &office).await;
    assert_eq!(office.letters().len(), 1);
    let outcome: String = house
        .value("select outcome from job where kind = 'mail'")
        .await;
    assert_eq!(outcome, "此前已发送");
}

#[tokio::test]
async fn what_was_read_or_is_wanted_no_more_is_not_sent() {
    let house = house().await;
    let office = PostOffice::open(Mood::Busy).await;
    round(&house, &office).await;
    house
        .run("update notice set read_at = now(); update job set run_at = now() where kind = 'mail'")
        .await;
    office.be(Mood::Open);
    round(&house, &office).await;
    tell(&house, "returned", "第三件事").await;
    office.be(Mood::Busy);
    round(&house, &office).await;
    house
        .run("update notice_preference set address = 'other@zjj.example'; update job set run_at = now() where kind = 'mail'")
        .await;
    office.be(Mood::Open);
    round(&house, &office).await;
    // A kind that was not asked for goes nowhere.
    tell(&house, "accepted", "第四件事").await;
    round(&house, &office).await;
    assert_eq!(office.letters(), [""; 0]);
    let states: Vec<String> = sendings(&house)
        .await
        .into_iter()
        .map(|one| one.0)
        .collect();
    assert_eq!(states, ["done", "done"]);
}
