//! 申请: a department asks for a later deadline, another department, another reading or another look; the office decides.

use axum::http::StatusCode;
use fengong::domain::{Grant, Post};

use crate::support::page::Part;
use crate::support::{House, Visitor};

/// 培育新疆名牌产品: until the end of 2020.
const BRANDS: &str = "一·第6条";

struct Case {
    house: House,
    clerk: Visitor,
    office: Visitor,
    item: i64,
    form: String,
}

impl Case {
    async fn new() -> Self {
        let house = House::new().await;
        let clerk = house.clerk_of("自治区质监局").await;
        let office = house.office_of("新疆").await;
        let item = house.item("000", BRANDS).await;
        let department = house.department("自治区质监局").await;
        let form = format!("/items/{item}/request?department={department}");
        Self {
            house,
            clerk,
            office,
            item,
            form,
        }
    }

    /// Asks for an extension until a day.
    async fn extension(&self, until: &str) -> i64 {
        let fields = [
            ("proposed-on", until),
            ("progress", "已培育 131 个。"),
            ("reason", "评价办法 2019 年才出台。"),
        ];
        let address = format!("{}&kind=extension", self.form);
        let answer = self.clerk.post(&address, &fields).await;
        let key = answer.location().trim_start_matches("/requests/").parse();
        key.expect("the address of a request")
    }
}

#[tokio::test]
async fn an_extension_moves_the_deadline_and_keeps_the_original() {
    let case = Case::new().await;
    let page = case.clerk.get(&format!("/items/{}", case.item)).await;
    let page = page.open("提出申请（延期、调整单位、更正、异议）").await;
    let page = page.open("延期").await;
    page.has("2020-12-31");
    let form = page
        .form(&format!("{}&kind=extension", case.form))
        .fill("proposed-on", "2021-12-31")
        .fill("progress", "已培育 131 个。")
        .fill("reason", "评价办法 2019 年才出台。");
    let page = form.press("提交申请").await.follow().await;
    page.has("2020-12-31 → 2021-12-31").has("待决定");
    // The office grants half a year of the year.
    let queue = case.office.get("/requests").await;
    let page = queue.open("培育新疆名牌产品").await;
    let id: i64 = case.house.value("select id from request").await;
    let form = page.form(&format!("/requests/{id}/decision"));
    assert_eq!(form.value("until"), "2021-12-31");
    form.fill("state", "granted")
        .fill("until", "2021-06-30")
        .fill("words", "同意延期半年。")
        .press("作出决定")
        .await
        .follow()
        .await
        .part(".flash")
        .has("同意");
    case.office
        .get("/notices")
        .await
        .has("自治区质监局提出申请：培育新疆名牌产品");
    case.clerk
        .get("/notices")
        .await
        .has("申请已有结果：培育新疆名牌产品");
    let page = case.clerk.get(&format!("/items/{}", case.item)).await;
    page.has("2021-06-30")
        .has("原时限 2020-12-31")
        .has("同意，延至 2021-06-30：同意延期半年。")
        .has("更改时限");
    case.clerk
        .get("/todo")
        .await
        .row("培育新疆名牌产品")
        .has("2021-06-30（原 2020-12-31）");
    let moved: Vec<(String, String)> = case
        .house
        .rows("select old_on::text, new_on::text from deadline_change")
        .await;
    assert_eq!(moved, [("2020-12-31".to_owned(), "2021-06-30".to_owned())]);
    // A second extension moves from where it stands, and the original stays the original.
    let second = case.extension("2021-12-31").await;
    let fields = [
        ("state", "granted"),
        ("until", "2021-12-31"),
        ("words", "同意。"),
    ];
    let address = format!("/requests/{second}/decision");
    case.office.post(&address, &fields).await.location();
    let page = case.clerk.get(&format!("/items/{}", case.item)).await;
    page.has("2021-12-31").has("原时限 2020-12-31");
}

#[tokio::test]
async fn what_cannot_be_meant_is_said_at_its_field_and_nothing_typed_is_lost() {
    let case = Case::new().await;
    let address = format!("{}&kind=extension", case.form);
    for (day, sentence) in [
        ("", "写作 2018-12-31 这样的形式"),
        ("2020-12-31", "要晚于现在的时限 2020-12-31"),
        ("2210-12-31", "请核对年份"),
    ] {
        let fields = [
            ("proposed-on", day),
            ("progress", "已培育 131 个。"),
            ("reason", "短"),
        ];
        let page = case.clerk.post(&address, &fields).await;
        let page = page.page(StatusCode::UNPROCESSABLE_ENTITY);
        page.has(sentence).has("写明申请的理由");
        let form = page.form(&address);
        assert_eq!(form.value("progress").trim(), "已培育 131 个。");
    }
    let address = format!("{}&kind=interpretation", case.form);
    let page = case
        .clerk
        .post(&address, &[("reason", "原文是“350个以上”。")])
        .await;
    page.page(StatusCode::UNPROCESSABLE_ENTITY)
        .has("写明您的建议");
    assert_eq!(
        case.house
            .value::<i64>("select count(*) from request")
            .await,
        0
    );
    // Too late to ask.
    let statement = format!(
        "update item set deadline_last = '2018-06-19' where id = {}",
        case.item
    );
    case.house.run(statement).await;
    let page = case
        .clerk
        .get(&format!("{}&kind=extension", case.form))
        .await;
    page.has("时限 2018-06-19 已过，不能再申请延期");
}

#[tokio::test]
async fn asking_twice_asks_once_and_deciding_twice_decides_once() {
    let case = Case::new().await;
    let first = case.extension("2021-12-31").await;
    let fields = [
        ("proposed-on", "2021-12-31"),
        ("progress", "已培育 131 个。"),
        ("reason", "评价办法 2019 年才出台。"),
    ];
    let answer = case
        .clerk
        .post(&format!("{}&kind=extension", case.form), &fields)
        .await;
    answer.follow().await.part(".flash").has("没有重复提出");
    let decline = [("state", "declined"), ("words", "尚有两年半，不需要延期。")];
    let address = format!("/requests/{first}/decision");
    let page = case.office.post(&address, &[("state", "declined")]).await;
    page.page(StatusCode::UNPROCESSABLE_ENTITY)
        .has("写明决定的理由");
    case.office.post(&address, &decline).await.location();
    let again = [
        ("state", "granted"),
        ("until", "2021-12-31"),
        ("words", "同意。"),
    ];
    case.office
        .post(&address, &again)
        .await
        .page(StatusCode::CONFLICT);
    case.clerk
        .get(&format!("/items/{}", case.item))
        .await
        .has("不同意：尚有两年半")
        .lacks("原时限");
    let told: Vec<String> = case
        .house
        .values("select action from event where action like 'request.%' order by id")
        .await;
    assert_eq!(told, ["request.ask", "request.decline"]);
}

#[tokio::test]
async fn a_department_takes_its_request_back_and_others_do_not_see_it() {
    let case = Case::new().await;
    let id = case.extension("2021-12-31").await;
    let other = case.house.clerk_of("自治区工商局").await;
    other
        .ask(&format!("/requests/{id}"))
        .await
        .page(StatusCode::NOT_FOUND);
    other.get("/requests").await.has("没有等待决定的申请");
    other
        .post(&format!("/requests/{id}/withdrawal"), &[])
        .await
        .page(StatusCode::NOT_FOUND);
    let page = case.clerk.get(&format!("/requests/{id}")).await;
    let form = page.form(&format!("/requests/{id}/withdrawal"));
    form.press("撤回申请")
        .await
        .follow()
        .await
        .has("已由申请单位撤回");
    case.office.get("/requests").await.has("没有等待决定的申请");
}

#[tokio::test]
async fn nobody_decides_on_their_own_and_the_database_says_so_too() {
    let case = Case::new().await;
    let grants = [
        case.house.grant_in("自治区质监局", Post::Clerk).await,
        Grant {
            post: Post::Office,
            jurisdiction: None,
            department: None,
        },
    ];
    let both = case.house.person("两岗", &grants).await;
    let fields = [("reason", "对亮灯的结论有不同意见。")];
    let answer = both
        .post(&format!("{}&kind=objection", case.form), &fields)
        .await;
    let address = answer.location().to_owned();
    assert!(both.get(&address).await.parts("#deciding").is_empty());
    let decision = [("state", "granted"), ("words", "同意。")];
    both.post(&format!("{address}/decision"), &decision)
        .await
        .page(StatusCode::CONFLICT);
    let own = "update request set state = 'granted', decision = '同意', decided_by = asked_by, decided_at = now()";
    assert!(case.house.try_to(own).await.is_err());
    let another = "update request set reason = '别的理由'";
    assert!(case.house.try_to(another).await.is_err());
    case.office
        .post(&format!("{address}/decision"), &decision)
        .await
        .location();
    let reopened = "update request set state = 'open', decided_by = null, decided_at = null";
    assert!(case.house.try_to(reopened).await.is_err());
}
