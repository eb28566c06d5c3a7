//! Reminders over days: each step once, in one notice a person, on working days.

use super::round;
use crate::support::House;
use crate::support::page::Part;

/// The titles of everything that a person was told, oldest first.
async fn told(house: &House, name: &str) -> Vec<String> {
    house
        .values(format!(
            "select n.title from notice n join user_account u on u.id = n.user_id
             where u.display_name = '{name}' order by n.id"
        ))
        .await
}

/// Everything that 新疆's departments owed before this quarter is covered, so that only this quarter is due.
async fn cover_the_past(house: &House) {
    house
        .run("update duty set reported_through = '2018-03-31', progress = 'on_track'")
        .await;
}

#[tokio::test]
async fn the_quarter_is_told_to_the_clerk_then_to_the_reviewer_then_to_the_office() {
    let house = House::new().await;
    cover_the_past(&house).await;
    house.clerk_of("自治区质监局").await;
    house.reviewer_of("自治区质监局").await;
    house.office_of("新疆").await;
    house.office_of("宁夏").await;
    let names = [
        "自治区质监局经办人",
        "自治区质监局单位审核人",
        "新疆督查室",
        "宁夏督查室",
    ];
    // Days and how many notices each has by then. The quarter is due on Monday, 25 June.
    let table = [
        ("2018-06-17", [0, 0, 0, 0]),
        ("2018-06-18", [1, 0, 0, 0]),
        ("2018-06-19", [1, 0, 0, 0]),
        ("2018-06-22", [2, 0, 0, 0]),
        ("2018-06-23", [2, 0, 0, 0]),
        ("2018-06-25", [3, 0, 0, 0]),
        ("2018-06-26", [4, 1, 0, 0]),
        ("2018-06-27", [4, 1, 0, 0]),
        ("2018-07-02", [5, 2, 1, 1]),
        ("2018-07-03", [5, 2, 1, 1]),
        ("2018-07-10", [5, 2, 1, 1]),
    ];
    for (day, wanted) in table {
        round(&house, day).await;
        for (name, wanted) in names.iter().zip(wanted) {
            let told = told(&house, name).await;
            assert_eq!(told.len(), wanted, "{name} on {day}: {told:?}");
        }
    }
    let clerk = told(&house, names[0]).await;
    assert!(
        clerk[0].starts_with("自治区质监局：2018年第二季度填报还有 ")
            && clerk[0].ends_with(" 项未报，6月25日到期，还有 7 天"),
        "{clerk:?}"
    );
    assert!(clerk[3].ends_with("已逾期 1 天"), "{clerk:?}");
    let office = told(&house, names[2]).await;
    assert!(
        office[0].contains(" 个单位：2018年第二季度填报还有 "),
        "{office:?}"
    );
}

#[tokio::test]
async fn whoever_has_reported_hears_nothing_more() {
    let house = House::new().await;
    cover_the_past(&house).await;
    house.clerk_of("自治区质监局").await;
    round(&house, "2018-06-18").await;
    house
        .run("update duty set reported_through = '2018-06-30'")
        .await;
    for day in ["2018-06-22", "2018-06-26", "2018-07-02"] {
        round(&house, day).await;
    }
    assert_eq!(told(&house, "自治区质监局经办人").await.len(), 1);
}

#[tokio::test]
async fn items_and_rounds_of_a_day_are_one_notice() {
    let house = House::new().await;
    cover_the_past(&house).await;
    let clerk = house.clerk_of("自治区质监局").await;
    let item = house.item("000", "一·第6条").await;
    house
        .run(format!(
            "update item set deadline_last = '2018-06-21' where id = {item}"
        ))
        .await;
    round(&house, "2018-06-18").await;
    round(&house, "2018-06-20").await;
    let told = told(&house, "自治区质监局经办人").await;
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told[0].contains("未完成，6月21日到期，还有 3 天"),
        "{told:?}"
    );
    let page = clerk.get("/notices").await;
    // The first names what comes first, and the quarter below it.
    page.row("还有 3 天")
        .has("2018年第二季度填报还有")
        .has("还有 7 天");
    let link = page.row("还有 1 天").link("还有 1 天");
    assert_eq!(clerk.ask(&link).await.location(), "/todo");
}

#[tokio::test]
async fn a_deadline_that_was_moved_is_told_anew() {
    let house = House::new().await;
    cover_the_past(&house).await;
    house
        .run("update duty set reported_through = '2018-06-30'")
        .await;
    house.clerk_of("自治区质监局").await;
    let item = house.item("000", "一·第6条").await;
    let until = async |day: &str| {
        house
            .run(format!(
                "update item set deadline_last = '{day}' where id = {item}"
            ))
            .await;
    };
    until("2018-06-25").await;
    round(&house, "2018-06-18").await;
    until("2018-07-09").await;
    for day in ["2018-06-19", "2018-07-02", "2018-07-03"] {
        round(&house, day).await;
    }
    let told = told(&house, "自治区质监局经办人").await;
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("6月25日到期，还有 7 天"), "{told:?}");
    assert!(told[1].contains("7月9日到期，还有 7 天"), "{told:?}");
}

#[tokio::test]
async fn nobody_is_reminded_more_often_than_is_set() {
    let house = House::new().await;
    cover_the_past(&house).await;
    house
        .run("insert into setting (key, value) values ('reminder_gap', '5')")
        .await;
    house.clerk_of("自治区质监局").await;
    for day in ["2018-06-18", "2018-06-22", "2018-06-25"] {
        round(&house, day).await;
    }
    // The step of the 22nd came too soon after that of the 18th and was overtaken by that of the 25th.
    let told = told(&house, "自治区质监局经办人").await;
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[1].ends_with("今天到期"), "{told:?}");
}

#[tokio::test]
async fn a_run_that_broke_off_goes_on_without_telling_anybody_twice() {
    let house = House::new().await;
    cover_the_past(&house).await;
    house.clerk_of("自治区质监局").await;
    house.clerk_of("自治区农业厅").await;
    round(&house, "2018-06-18").await;
    // As if the run had died after telling one of the two.
    house
        .run(
            "update reminder set notice_id = null
             where user_id = (select id from user_account where display_name = '自治区农业厅经办人');
             delete from notice
             where user_id = (select id from user_account where display_name = '自治区农业厅经办人');
             update job set state = 'running', lease_until = now() - interval '1 second' where kind = 'reminders'",
        )
        .await;
    round(&house, "2018-06-18").await;
    assert_eq!(told(&house, "自治区质监局经办人").await.len(), 1);
    assert_eq!(told(&house, "自治区农业厅经办人").await.len(), 1);
}
