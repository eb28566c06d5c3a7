//! 节假日: the list of a year, one day more or less, a year pasted line by line; and due days that follow, or do not.

use axum::http::StatusCode;
use chrono::NaiveDate;

use crate::support::page::Part;
use crate::support::{House, Visitor};

async fn due(house: &House, clerk: &Visitor) -> String {
    let item = house.item("000", "一·第6条").await;
    let page = clerk.get(&format!("/items/{item}/report")).await;
    page.part("main .lede").text()
}

async fn add(admin: &Visitor, day: &str, kind: &str, name: &str) -> crate::support::Answer {
    let page = admin.get("/holidays").await;
    let form = page.form("/holidays");
    let form = form.fill("day", day).fill("kind", kind).fill("name", name);
    form.press("写入这一天").await
}

#[tokio::test]
async fn the_built_in_year_is_there() {
    let house = House::new().await;
    let admin = house.admin().await;
    let page = admin.get("/holidays").await;
    page.has("2018 年放假和调休上班的日子");
    page.row("10月1日（周一）").has("放假").has("国庆节");
    page.row("9月29日（周六）").has("调休上班").has("国庆节");
    page.row("2月24日（周六）").has("调休上班").has("春节");
    page.open("2019 年")
        .await
        .row("2019年5月4日（周六）")
        .has("劳动节");
}

#[tokio::test]
async fn a_holiday_moves_the_round_that_is_open_and_none_that_is_over() {
    let house = House::new().await;
    let (admin, clerk) = (house.admin().await, house.clerk_of("自治区质监局").await);
    let rounds = format!(
        "/schedules/{}/rounds",
        house.value::<i64>("select id from schedule").await
    );
    let first = async || {
        let page = admin.get(&rounds).await;
        page.row("2018年第一季度").cells()[3].clone()
    };
    // 2018-03-25 was a Sunday.
    let past = first().await;
    assert!(past.contains("3月26日（周一）"), "{past}");
    add(&admin, "2018-03-26", "off", "停工日")
        .await
        .follow()
        .await;
    add(&admin, "2018-06-25", "off", "停工日")
        .await
        .follow()
        .await;
    assert!(
        first().await.contains("3月26日（周一）"),
        "a due day that is over stays"
    );
    assert!(due(&house, &clerk).await.contains("6月26日（周二）前报送"));
    // The round was begun meanwhile, and still follows.
    let item = house.item("000", "一·第6条").await;
    let report = crate::support::Report::on(&clerk, item);
    report.save().await.follow().await;
    let page = admin.get("/holidays").await;
    let form = page.form("/holidays/2018-06-25/removal");
    form.press("删除").await.follow().await;
    assert!(due(&house, &clerk).await.contains("6月25日（周一）前报送"));
    let kept: Vec<NaiveDate> = house
        .values("select due_on from round order by due_on")
        .await;
    let kept: Vec<String> = kept.iter().map(ToString::to_string).collect();
    assert_eq!(kept, ["2018-03-26", "2018-06-25"]);
    let events: Vec<String> = house
        .values("select action from event where action like 'holiday.%' order by id")
        .await;
    assert_eq!(events, ["holiday.set", "holiday.set", "holiday.remove"]);
    // A second click finds nothing.
    let answer = admin.post("/holidays/2018-06-25/removal", &[]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND, "{answer}");
}

#[tokio::test]
async fn another_rule_moves_the_round_that_is_open_and_none_that_is_over() {
    let house = House::new().await;
    let (admin, clerk) = (house.admin().await, house.clerk_of("自治区质监局").await);
    let schedule: i64 = house.value("select id from schedule").await;
    let address = format!("/schedules/{schedule}");
    let change = async |day: &str| {
        let page = admin.get(&address).await;
        let form = page.form(&address).fill("due-day", day);
        form.press("保存").await.follow().await;
    };
    change("28").await;
    assert!(due(&house, &clerk).await.contains("6月28日（周四）前报送"));
    let rounds = admin.get(&format!("{address}/rounds")).await;
    rounds
        .row("2018年第一季度")
        .has("3月26日（周一）")
        .has("按当时的安排和日历");
    // The 15th of June is over: who was told the 28th keeps it.
    change("15").await;
    assert!(due(&house, &clerk).await.contains("6月28日（周四）前报送"));
    let rounds = admin.get(&format!("{address}/rounds")).await;
    rounds.row("2018年第三季度").has("9月17日（周一）");
}

#[tokio::test]
async fn a_day_that_cannot_be_is_answered_at_its_field() {
    let house = House::new().await;
    let admin = house.admin().await;
    let table = [
        ("", "off", "国庆节", "day", "请填写日期"),
        ("2018-02-30", "off", "春节", "day", "“2018-02-30”不是日期"),
        (
            "2018-10-08",
            "work",
            "国庆节",
            "day",
            "不是周末，本来就上班",
        ),
        ("2018-10-08", "off", "", "name", "请填写节日"),
    ];
    for (day, kind, name, field, words) in table {
        let answer = add(&admin, day, kind, name).await;
        let page = answer.page(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            page.about(field).contains(words),
            "{words}: {}",
            page.about(field)
        );
        assert_eq!(page.form("/holidays").value("day"), day);
    }
}

#[tokio::test]
async fn a_year_is_pasted_looked_at_and_written() {
    let house = House::new().await;
    let admin = house.admin().await;
    let page = admin.get("/holidays").await.open("粘贴一年的节假日").await;
    let empty = page.form("/holidays/lines").press("逐行检查").await;
    empty
        .page(StatusCode::UNPROCESSABLE_ENTITY)
        .has("请粘贴一年的放假安排");
    let text =
        "2030-10-01 至 2030-10-07 放假 国庆节\n2030-09-29 上班 国庆节\n2030-10-08 上班 国庆节";
    let form = page.form("/holidays/lines").fill("lines", text);
    let answer = form.press("逐行检查").await;
    let page = answer.page(StatusCode::UNPROCESSABLE_ENTITY);
    page.row("第 1 行").has("共 7 天，放假，国庆节；新增");
    page.row("第 3 行").has("2030-10-08 不是周末，本来就上班");
    page.has("还不能写入：1 行需要改正");
    let written = "select count(*) from holiday where day >= '2030-01-01'";
    assert_eq!(house.value::<i64>(written).await, 0);
    let better = text.replace("2030-10-08", "2030-10-12");
    let form = page.form("/holidays/lines").fill("lines", &better);
    let page = form.press("逐行检查").await.page(StatusCode::OK);
    assert_eq!(
        house.value::<i64>(written).await,
        0,
        "looking writes nothing"
    );
    let page = page
        .form("/holidays/lines")
        .press("写入 9 天")
        .await
        .follow()
        .await;
    page.part(".flash").has("已写入 9 天");
    page.row("2030年10月12日（周六）").has("调休上班");
    assert_eq!(house.value::<i64>(written).await, 9);
}
