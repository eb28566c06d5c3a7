//! The review of a text: brought once, decided item by item, undone, published once; nobody overwrites anybody.

use axum::http::StatusCode;

use crate::support::page::Part;
use crate::support::upload::{Upload, bring};
use crate::support::{House, Page, Visitor};

/// Written for these tests, in the form of a notice of 新疆: one item is clear, one names a body that no registry has,
/// one says nothing of who leads.
const TEXT: &str = "\
新疆维吾尔自治区人民政府办公厅关于印发标准化工作任务分工的通知
新政办发〔2018〕91号
各有关部门：
现将任务分工印发给你们，请认真贯彻落实。
一、健全标准体系
（一）制定地方标准。到2020年，制定地方标准150项以上。（自治区质监局牵头，自治区农业厅配合）
（二）推进标准化试点。建设一批试点示范项目。（自治区标准创新中心牵头）
二、加强监督
（三）开展专项检查。每年组织一次检查。（自治区工商局、自治区商务厅）
各单位要加强领导，确保落实。
";

struct Desk {
    house: House,
    admin: Visitor,
    review: String,
}

impl Desk {
    async fn new() -> Self {
        let house = House::new().await;
        let admin = house.admin().await;
        let review = bring(&admin, TEXT).await;
        Self {
            house,
            admin,
            review,
        }
    }

    async fn part(&self, part: usize) -> Page {
        self.admin
            .get(&format!("{}?part={part}", self.review))
            .await
    }

    /// The part with these words.
    async fn page_with(&self, words: &str) -> Page {
        for part in 0..4 {
            let page = self.part(part).await;
            if page.main().text().contains(words) {
                return page;
            }
        }
        panic!("no part of the review has “{words}”");
    }

    async fn decide(&self, fields: &[(&str, &str)]) {
        let address = format!("{}/decisions", self.review);
        self.admin.post(&address, fields).await.location();
    }

    /// The characters of the item with this title, as its form carries them.
    async fn anchor(&self, title: &str) -> (String, String) {
        let page = self.page_with(title).await;
        let card = page.part(&format!("article[aria-label='{title}']"));
        let fields = |name: &str| {
            let selector = format!("article[aria-label='{title}'] form input[name='{name}']");
            page.parts(&selector)[0]
                .attr("value")
                .expect("a value")
                .to_owned()
        };
        assert!(card.text().contains(title));
        (fields("from"), fields("to"))
    }

    async fn accept(&self, title: &str) {
        let (from, to) = self.anchor(title).await;
        self.decide(&[
            ("do", "accept"),
            ("from", &from),
            ("to", &to),
            ("seen", "0"),
        ])
        .await;
    }

    async fn blockers(&self) -> Vec<String> {
        let page = self
            .admin
            .get(&format!("{}/publication", self.review))
            .await;
        page.texts(".errors li")
    }

    async fn decisions(&self) -> i64 {
        self.house
            .value("select count(*) from import_decision where undone_at is null")
            .await
    }
}

#[tokio::test]
async fn what_the_parser_would_not_guess_is_asked() {
    let desk = Desk::new().await;
    let page = desk.part(0).await;
    page.has("单位库中没有的名称（1 个）")
        .has("自治区标准创新中心");
    page.has("责任单位的读法").has("待确认");
    desk.page_with("开展专项检查").await.has("未写明牵头单位");
    // The paragraphs that hold no item stand there too, and can be confirmed.
    desk.page_with("各单位要加强领导")
        .await
        .has("本段未读出事项");
}

#[tokio::test]
async fn nothing_is_published_before_everything_is_decided() {
    let desk = Desk::new().await;
    let blockers = desk.blockers().await;
    assert_eq!(blockers.len(), 3, "{blockers:?}");
    let answer = desk
        .admin
        .post(&format!("{}/publication", desk.review), &[])
        .await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    let documents: i64 = desk.house.value("select count(*) from document").await;
    assert_eq!(documents, 5);
}

#[tokio::test]
async fn a_reviewed_text_is_published_once_and_says_what_was_decided() {
    let desk = Desk::new().await;
    desk.decide(&[("do", "rule"), ("rule", "admin_order_joint")])
        .await;
    desk.decide(&[
        ("do", "name"),
        ("name", "自治区标准创新中心"),
        ("means", "create"),
    ])
    .await;
    for title in ["制定地方标准", "推进标准化试点", "开展专项检查"] {
        desk.accept(title).await;
    }
    assert_eq!(desk.blockers().await, Vec::<String>::new());
    let page = desk
        .admin
        .get(&format!("{}/publication", desk.review))
        .await;
    page.has("任务 3 项").has("指标 1 个").has("职责 5 条");
    let form = page.form(&format!("{}/publication", desk.review));
    let document = form.press("发布到台账").await.follow().await;
    document
        .has("标准化工作任务分工")
        .has("新政办发〔2018〕91号");
    // Twice is once.
    let again = desk
        .admin
        .post(&format!("{}/publication", desk.review), &[])
        .await;
    again.location();
    let counts: (i64, i64, i64) = desk
        .house
        .rows("select (select count(*) from document), (select count(*) from item i join document d on d.id = i.document_id where d.doc_number = '新政办发〔2018〕91号'), (select count(*) from event where action = 'import.publish')")
        .await[0];
    assert_eq!(counts, (6, 3, 1));
    let roles: Vec<String> = desk
        .house
        .values("select r.role from responsibility r join item i on i.id = r.item_id join document d on d.id = i.document_id where d.doc_number = '新政办发〔2018〕91号' order by r.id")
        .await;
    assert_eq!(roles, ["lead", "support", "lead", "joint", "joint"]);
}

#[tokio::test]
async fn the_confirmed_rule_decides_what_a_bare_list_means() {
    let desk = Desk::new().await;
    desk.decide(&[("do", "rule"), ("rule", "first_is_lead")])
        .await;
    let page = desk.page_with("开展专项检查").await;
    let card = page.part("article[aria-label='开展专项检查']");
    card.has("牵头自治区工商局").has("配合自治区商务厅");
}

#[tokio::test]
async fn an_alias_works_at_once_and_for_later_texts() {
    let desk = Desk::new().await;
    desk.decide(&[
        ("do", "name"),
        ("name", "自治区标准创新中心"),
        ("means", "alias"),
        ("department", "xj.zjj"),
    ])
    .await;
    desk.part(0).await.lacks("单位库中没有的名称");
    let later = TEXT.replace("91号", "92号");
    let review = bring(&desk.admin, &later).await;
    desk.admin.get(&review).await.lacks("单位库中没有的名称");
}

#[tokio::test]
async fn a_change_keeps_what_was_left_as_it_was() {
    let desk = Desk::new().await;
    let page = desk.page_with("制定地方标准").await;
    let link = page.part("article[aria-label='制定地方标准'] a[data-key='e']");
    let address = link.attr("href").expect("an address").to_owned();
    let form = desk.admin.get(&address).await;
    assert_eq!(form.form(&address).value("lead"), "自治区质监局");
    assert_eq!(form.form(&address).value("target-0-value"), "150");
    let sent = form
        .form(&address)
        .fill("title", "")
        .press("保存修改")
        .await;
    sent.page(StatusCode::UNPROCESSABLE_ENTITY)
        .has("填写事项名称");
    let sent = form
        .form(&address)
        .fill("title", "制定地方标准 150 项")
        .fill("support", "自治区农业厅、自治区林业厅")
        .press("保存修改")
        .await;
    sent.follow().await;
    let page = desk.page_with("制定地方标准 150 项").await;
    let card = page.part("article[aria-label='制定地方标准 150 项']");
    card.has("自治区林业厅").has("人工确认").has("修改");
}

#[tokio::test]
async fn what_the_parser_missed_is_added_from_its_paragraph() {
    let desk = Desk::new().await;
    let page = desk.page_with("各单位要加强领导").await;
    let address = page.link("从本段新增");
    let form = desk.admin.get(&address).await;
    let wrong = form
        .form(&address)
        .fill("extract", "加强领导，落实责任")
        .fill("title", "加强领导")
        .press("新增")
        .await;
    wrong.page(StatusCode::UNPROCESSABLE_ENTITY).has("一字不差");
    let right = form
        .form(&address)
        .fill("extract", "加强领导，确保落实")
        .fill("title", "加强领导")
        .fill("lead", "自治区质监局")
        .press("新增")
        .await;
    right.follow().await;
    desk.page_with("加强领导")
        .await
        .part("article[aria-label='加强领导']")
        .has("新增");
}

#[tokio::test]
async fn a_decision_is_undone_and_a_batch_as_one() {
    let desk = Desk::new().await;
    // Only what nothing asks about is taken together.
    desk.decide(&[("do", "batch")]).await;
    assert_eq!(desk.decisions().await, 1);
    let page = desk.part(0).await;
    let form = page.form(&format!("{}/undoing", desk.review));
    form.press("撤销上一步").await.follow().await;
    assert_eq!(desk.decisions().await, 0);
    let all: i64 = desk
        .house
        .value("select count(*) from import_decision")
        .await;
    assert_eq!(all, 1, "what was undone is still on record");
}

#[tokio::test]
async fn of_two_reviewers_the_second_sees_what_the_first_decided() {
    let desk = Desk::new().await;
    let (from, to) = desk.anchor("制定地方标准").await;
    desk.accept("制定地方标准").await;
    let other = desk.house.admin().await;
    let stale = [
        ("do", "reject"),
        ("note", "重复的任务"),
        ("from", from.as_str()),
        ("to", to.as_str()),
        ("seen", "0"),
    ];
    let answer = other
        .post(&format!("{}/decisions", desk.review), &stale)
        .await;
    answer
        .page(StatusCode::CONFLICT)
        .has("别人对同一处作了决定");
    assert_eq!(desk.decisions().await, 1);
}

#[tokio::test]
async fn whoever_brought_a_text_does_not_publish_it_where_two_are_asked_for() {
    let desk = Desk::new().await;
    desk.house
        .run("insert into setting (key, value) values ('second_person', '1')")
        .await;
    let page = desk
        .admin
        .get(&format!("{}/publication", desk.review))
        .await;
    page.has("请由另一位管理员");
    let answer = desk
        .admin
        .post(&format!("{}/publication", desk.review), &[])
        .await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn the_same_text_is_brought_once() {
    let desk = Desk::new().await;
    assert_eq!(bring(&desk.admin, TEXT).await, desk.review);
    let seed = crate::support::seeds::text("000");
    let answer = Upload::default()
        .field("text", &seed)
        .send(&desk.admin, "/imports")
        .await;
    answer
        .page(StatusCode::UNPROCESSABLE_ENTITY)
        .has("已经导入")
        .link("查看《实施质量强区战略任务分工》");
}

#[tokio::test]
async fn what_cannot_be_taken_is_refused_with_the_way_out_and_the_pasted_text_kept() {
    let house = House::new().await;
    let admin = house.admin().await;
    let refused = async |upload: Upload, words: &str| {
        let answer = upload.send(&admin, "/imports").await;
        answer.page(StatusCode::UNPROCESSABLE_ENTITY).has(words);
    };
    let file = |name: &str, bytes: &[u8]| Upload::default().file("file", name, bytes);
    refused(file("空.txt", b" \n"), "空的").await;
    refused(
        file("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....."),
        "docx",
    )
    .await;
    refused(Upload::default().field("text", ""), "空的").await;
    let secret = format!("机密★5年\n{TEXT}");
    let answer = Upload::default()
        .field("text", &secret)
        .send(&admin, "/imports")
        .await;
    let page = answer.page(StatusCode::UNPROCESSABLE_ENTITY);
    page.has("密级标志").has("没有保存");
    assert!(
        page.form("/imports")
            .value("text")
            .contains("标准化工作任务分工")
    );
    let kept: i64 = house.value("select count(*) from import").await;
    assert_eq!(kept, 0);
    let huge = vec![b'a'; fengong::intake::MAX_BYTES + 100 * 1024];
    let answer = file("大.txt", &huge).send(&admin, "/imports").await;
    answer.page(StatusCode::PAYLOAD_TOO_LARGE).has("20 MB");
}

#[tokio::test]
async fn a_text_that_is_put_aside_can_be_brought_again() {
    let desk = Desk::new().await;
    let page = desk.part(3).await;
    let form = page.form(&format!("{}/abandonment", desk.review));
    form.press("放弃导入").await.follow().await.has("已放弃");
    assert_ne!(bring(&desk.admin, TEXT).await, desk.review);
}
