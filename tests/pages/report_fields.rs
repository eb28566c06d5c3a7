//! 填报: how a figure came about, what is stated beside it, what is expected and needed of others.

use axum::http::StatusCode;

use crate::support::page::Part;
use crate::support::{House, Visitor};

/// 培育新疆名牌产品: 350 个 by 2020, led by 自治区质监局. A number that only grows; 130.9 of it are due by mid-2018.
pub(super) const BRANDS: &str = "一·第6条";
/// 工业产品监督抽查合格率: 92% and more. A share.
pub(super) const SHARE: &str = "一·第2条";

/// An item with its only target, before a clerk who reports on it.
pub(super) struct Desk {
    pub(super) house: House,
    pub(super) clerk: Visitor,
    pub(super) item: i64,
    pub(super) target: i64,
}

impl Desk {
    pub(super) async fn on(locus: &str) -> Self {
        let house = House::new().await;
        let clerk = house.clerk_of("自治区质监局").await;
        let item = house.item("000", locus).await;
        let target = house
            .value(format!(
                "select target_id from item_target where item_id = {item}"
            ))
            .await;
        Self {
            house,
            clerk,
            item,
            target,
        }
    }

    pub(super) fn address(&self) -> String {
        format!("/items/{}/report", self.item)
    }

    pub(super) fn field(&self, part: &str) -> String {
        format!("{part}-{}", self.target)
    }

    /// Sends what is filled into the form beside believable words; gives what is answered.
    pub(super) async fn send(
        &self,
        address: &str,
        filled: &[(&str, &str)],
    ) -> crate::support::Answer {
        let page = self.clerk.get(address).await;
        let mut form = page.form(&self.address());
        let words = [
            ("progress", "组织对重点企业走访两轮，按计划推进。"),
            ("stated", "on_track"),
            ("forecast", "on_time"),
        ];
        for (name, value) in words.iter().chain(filled) {
            form = form.fill(name, value);
        }
        form.press("报送督查室").await
    }

    /// The report of the first quarter, with a figure.
    pub(super) async fn first_quarter(&self, filled: &[(&str, &str)]) {
        let address = format!("{}?period=2018-01-01", self.address());
        let answer = self.send(&address, filled).await;
        let _ = answer.location();
    }
}

#[tokio::test]
async fn a_share_is_computed_from_its_parts_which_are_both_kept() {
    let desk = Desk::on(SHARE).await;
    let (numerator, denominator) = (desk.field("numerator"), desk.field("denominator"));
    desk.first_quarter(&[(&numerator, "73"), (&denominator, "80")])
        .await;
    let kept: Vec<(String, String, String)> = desk
        .house
        .rows(
            "select trim_scale(value)::text, trim_scale(numerator)::text, trim_scale(denominator)::text
             from report_value",
        )
        .await;
    let wanted = ("91.25".to_owned(), "73".to_owned(), "80".to_owned());
    assert_eq!(kept, [wanted]);
    let report: i64 = desk.house.value("select id from report").await;
    let page = desk.clerk.get(&format!("/reports/{report}")).await;
    page.has("91.25%")
        .has("分子 73，分母 80")
        .has("差 0.75 个百分点");
    // The whole stays as it is from period to period; the part is counted anew.
    let form = desk.clerk.get(&desk.address()).await;
    let form = form.form(&desk.address());
    assert_eq!(form.value(&denominator), "80");
    assert_eq!(form.value(&numerator), "");
}

#[tokio::test]
async fn parts_that_make_no_share_are_refused_at_their_field() {
    let desk = Desk::on(SHARE).await;
    let (value, numerator, denominator) = (
        desk.field("value"),
        desk.field("numerator"),
        desk.field("denominator"),
    );
    let table: [(&[(&str, &str)], &str); 4] = [
        (&[(&numerator, "73"), (&denominator, "0")], "分母不能为 0"),
        (&[(&numerator, "73")], "分子、分母要一起填写"),
        (&[(&numerator, "-1"), (&denominator, "80")], "不会是负数"),
        (
            &[(&value, "93"), (&numerator, "73"), (&denominator, "80")],
            "按分子、分母计算为 91.25%，与填写的数不一致",
        ),
    ];
    for (filled, sentence) in table {
        let answer = desk.send(&desk.address(), filled).await;
        let page = answer.page(StatusCode::UNPROCESSABLE_ENTITY);
        page.part(".errors").has(sentence);
    }
    let reports: i64 = desk.house.value("select count(*) from report").await;
    assert_eq!(reports, 0);
    // What agrees as finely as it was typed is the same.
    let filled = [
        (&*value, "91.3"),
        (&*numerator, "73"),
        (&*denominator, "80"),
    ];
    let _ = desk.send(&desk.address(), &filled).await.location();
}

/// 主要污染物排放、全区城市环境空气质量优良天数比例均控制在国家下达指标内: the one is kept within what was handed down, the
/// other has to reach it.
#[tokio::test]
async fn a_number_that_is_handed_down_is_kept_with_its_source_and_judged() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区环保厅").await;
    let item = house.item("000", "一·第12条").await;
    let targets: Vec<i64> = house
        .values(format!(
            "select x.target_id from item_target x join target t on t.id = x.target_id
             where x.item_id = {item} order by t.name = '主要污染物排放' desc"
        ))
        .await;
    let [emissions, clear_days] = targets[..] else {
        panic!("{targets:?}");
    };
    let address = format!("/items/{item}/report");
    let fill = async |filled: &[(String, &str)]| {
        let page = clerk.get(&address).await;
        let button = page.part("main button[value='submit']").text();
        let mut form = page
            .form(&address)
            .fill("progress", "完成年度任务分解，按月调度。")
            .fill("stated", "on_track")
            .fill("forecast", "on_time");
        for (name, value) in filled {
            form = form.fill(name, value);
        }
        form.press(&button).await
    };
    let name = |part: &str, target: i64| format!("{part}-{target}");
    let mut filled = vec![
        (name("value", emissions), "1.05"),
        (name("holds", clear_days), "yes"),
    ];
    // Alone, the figure says nothing; the number needs its source.
    let page = fill(&filled).await.page(StatusCode::UNPROCESSABLE_ENTITY);
    page.part(".errors").has("填写本年度下达数");
    filled.push((name("reference", emissions), "1.02"));
    let page = fill(&filled).await.page(StatusCode::UNPROCESSABLE_ENTITY);
    page.part(".errors").has("写明下达指标的文件");
    let source = "新政办发〔2018〕12号";
    filled.extend([
        (name("reference-source", emissions), source),
        (name("value", clear_days), "67"),
        (name("reference", clear_days), "66"),
        (name("reference-floor", clear_days), "yes"),
        (name("reference-source", clear_days), source),
    ]);
    let _ = fill(&filled).await.location();
    let report: i64 = house.value("select id from report").await;
    let page = clerk.get(&format!("/reports/{report}")).await;
    page.has("下达数 不超过 1.02")
        .has("下达数 不低于 66")
        .has(source);
    // By the middle of the year, 0.03 too much can still be mended; 67 are enough.
    let verdicts: Vec<(i64, String)> = house
        .rows("select target_id, verdict from report_value order by verdict desc")
        .await;
    let wanted = [
        (emissions, "short".to_owned()),
        (clear_days, "met".to_owned()),
    ];
    assert_eq!(verdicts, wanted);
}

#[tokio::test]
async fn a_deadline_that_may_not_be_kept_asks_why_and_the_office_reads_it() {
    let desk = Desk::on(BRANDS).await;
    let value = desk.field("value");
    let risk = [(&*value, "131"), ("forecast", "at_risk")];
    let answer = desk.send(&desk.address(), &risk).await;
    let page = answer.page(StatusCode::UNPROCESSABLE_ENTITY);
    page.part(".errors").has("预计有风险的，写明原因");
    let reason = "申报周期较长，预计推迟一个季度。";
    let risk = [risk[0], risk[1], ("forecast-reason", reason)];
    let _ = desk.send(&desk.address(), &risk).await.location();
    let office = desk.house.office_of("新疆").await;
    let queue = office.get("/reviews").await;
    queue.has("有风险").has(reason).has("预计有风险或不能按期");
    let only = office.get("/reviews?warning=forecast").await;
    only.has(reason);
    // What was expected is expected until somebody says otherwise, reason and all.
    let next = desk.house.value::<i64>("select id from report").await;
    desk.clerk
        .get(&format!("/reports/{next}"))
        .await
        .has(reason);
}

#[tokio::test]
async fn what_is_expected_is_taken_over_and_what_is_needed_is_not() {
    let desk = Desk::on(BRANDS).await;
    let value = desk.field("value");
    desk.first_quarter(&[
        (&value, "119"),
        ("forecast", "not_on_time"),
        ("forecast-reason", "经费未落实。"),
        ("coordination", "请协调落实名牌培育经费。"),
        ("coordination-with", "自治区财政厅"),
    ])
    .await;
    let page = desk.clerk.get(&desk.address()).await;
    let form = page.form(&desk.address());
    assert_eq!(form.value("forecast"), "not_on_time");
    assert_eq!(form.value("forecast-reason"), "经费未落实。");
    assert_eq!(form.value("coordination"), "");
    page.part("form ~ aside").has("请协调落实名牌培育经费。");
    let page = page.open("沿用上期内容再修改").await;
    let form = page.form(&desk.address());
    assert_eq!(form.value("coordination"), "请协调落实名牌培育经费。");
    // Nothing new: all of it once more.
    let page = desk.clerk.get(&desk.address()).await;
    let form = page.form(&desk.address());
    let sent = form.press("本期无新进展，按上期数值报送").await;
    let _ = sent.location();
    let kept: Vec<(String, String, String)> = desk
        .house
        .rows("select forecast, forecast_reason, coordination_with from report order by id")
        .await;
    assert_eq!(kept[0], kept[1]);
    let known: Vec<Option<i64>> = desk
        .house
        .values("select coordination_department_id from report")
        .await;
    let treasury = desk.house.department("自治区财政厅").await;
    assert_eq!(known, [Some(treasury), Some(treasury)]);
}

#[tokio::test]
async fn what_is_stated_stands_beside_what_the_figures_say() {
    let desk = Desk::on(BRANDS).await;
    // 60 of 350 are 17.1%, when 37.4% of the time is over.
    let filled = [(&*desk.field("value"), "60")];
    let _ = desk.send(&desk.address(), &filled).await.location();
    let office = desk.house.office_of("新疆").await;
    let queue = office.get("/reviews").await;
    queue
        .has("达进度")
        .has("按数值推算 欠进度")
        .has("自评高于数值推算");
    let report: i64 = desk.house.value("select id from report").await;
    let page = office.get(&format!("/reports/{report}")).await;
    page.part("section[aria-labelledby='said']")
        .has("按数值推算 欠进度，与自评不同");
    page.has("完成 17.1%");
}

#[tokio::test]
async fn whatever_looks_wrong_asks_for_a_reason() {
    let table = [
        // After 119 in the quarter before.
        (BRANDS, "119", "100", "本期 100 个 低于上期 119 个"),
        (BRANDS, "119", "300", "与上期 119 个 相差超过 30%"),
        (BRANDS, "500", "560", "超出目标一半以上"),
        (SHARE, "93", "60", "与上期 93% 相差超过 30%"),
        (SHARE, "93", "193", "超过 100%"),
    ];
    for (locus, last, now, question) in table {
        let desk = Desk::on(locus).await;
        let (value, explanation) = (desk.field("value"), desk.field("explanation"));
        let address = format!("{}?period=2018-01-01", desk.address());
        let answer = desk.send(&address, &[(&value, last)]).await;
        if answer.status == StatusCode::UNPROCESSABLE_ENTITY {
            let page = answer.page(StatusCode::UNPROCESSABLE_ENTITY);
            let form = page
                .form(&desk.address())
                .fill(&explanation, "按新口径统计。");
            let _ = form.press("报送督查室").await.location();
        }
        let answer = desk.send(&desk.address(), &[(&value, now)]).await;
        let page = answer.page(StatusCode::UNPROCESSABLE_ENTITY);
        page.part(".errors").has("还不能报送：请说明").has(question);
        let form = page.form(&desk.address()).fill(&explanation, "已核对。");
        let _ = form.press("报送督查室").await.location();
    }
}
