//! A new version of a document: compared item by item, published once, and what goes on with it and what ends.

use axum::http::StatusCode;

use crate::support::page::Part;
use crate::support::server::Template;
use crate::support::upload::Upload;
use crate::support::{House, Page, Report, Visitor};

/// Written for these tests, in the form of a notice of 新疆.
const OLD: &str = "\
关于印发自治区质量提升重点任务分工方案的通知
新政办发〔2018〕30号

自治区有关部门：
现将自治区质量提升重点任务分工方案通知如下。

一、提升产品质量
（一）培育名牌产品。到2020年，培育新疆名牌产品350个以上，完善名牌产品培育机制。（自治区质监局牵头，自治区财政厅配合）
（二）开展监督抽查。围绕农产品、食品药品、日用消费品开展监督抽查，2018年底前建立抽查结果通报制度。（自治区质监局牵头，自治区工商局配合）
（三）推行首席质量官制度。支持企业设立首席质量官，组织首席质量官培训。（自治区质监局牵头）
二、提升服务质量
（四）提升旅游服务质量。建立旅游服务质量评价体系，推广优质旅游服务标准。（自治区旅发委牵头，自治区商务厅配合）
（五）提升物流服务质量。推进物流标准化建设，推广应用标准托盘。（自治区商务厅牵头）

自治区人民政府办公厅
2018年3月1日
";

/// The third item gives way to another, one comes before the last; of the others each changes in one respect.
fn new() -> String {
    let changes = [
        ("〔2018〕30号", "〔2018〕56号"),
        ("350个以上", "400个以上"),
        (
            "2018年底前建立抽查结果通报制度。（自治区质监局牵头，自治区工商局配合）",
            "2019年6月底前建立抽查结果通报制度。（自治区质监局牵头，自治区财政厅配合）",
        ),
        (
            "（三）推行首席质量官制度。支持企业设立首席质量官，组织首席质量官培训。",
            "（三）建设质量基础设施。建设国家质检中心，推进检验检测机构整合。",
        ),
        (
            "推广优质旅游服务标准。",
            "推广优质旅游服务标准和诚信经营承诺。",
        ),
        (
            "（五）提升物流服务质量",
            "（五）提升养老服务质量。开展养老机构服务质量评定，建立星级评定制度。（自治区民政厅牵头）\n（六）提升物流服务质量",
        ),
        ("2018年3月1日", "2018年6月1日"),
    ];
    changes.iter().fold(OLD.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    })
}

struct Desk {
    house: House,
    admin: Visitor,
    /// Key of the old version.
    old: i64,
}

impl Desk {
    /// The old version is published.
    async fn new() -> Self {
        let house = House::over(Template::Registry).await;
        let admin = house.admin().await;
        let review = bring(&admin, OLD, "").await;
        publish(&admin, &review).await;
        let old = house.value("select max(id) from document").await;
        Self { house, admin, old }
    }

    /// Brings the new version; gives where its review is.
    async fn bring(&self) -> String {
        bring(&self.admin, &new(), &self.old.to_string()).await
    }

    /// Publishes the new version; gives its key.
    async fn amend(&self) -> i64 {
        let review = self.bring().await;
        publish(&self.admin, &review).await;
        self.house.value("select max(id) from document").await
    }

    /// Key of an item of a document, by its locus.
    async fn item(&self, document: i64, locus: &str) -> i64 {
        self.house
            .value(format!(
                "select id from item where document_id = {document} and locus = '{locus}'"
            ))
            .await
    }
}

async fn bring(admin: &Visitor, text: &str, replaces: &str) -> String {
    let upload = Upload::default()
        .field("text", text)
        .field("replaces", replaces);
    let answer = upload.send(admin, "/imports").await;
    answer.location().to_owned()
}

/// Takes every item and publishes.
async fn publish(admin: &Visitor, review: &str) -> Page {
    let decisions = format!("{review}/decisions");
    admin.post(&decisions, &[("do", "batch")]).await.location();
    let page = admin.get(&format!("{review}/publication")).await;
    assert_eq!(page.texts(".errors li"), [""; 0]);
    let form = page.form(&format!("{review}/publication"));
    form.press("发布到台账").await.follow().await
}

#[tokio::test]
async fn a_new_version_is_shown_item_by_item_before_it_is_published() {
    let desk = Desk::new().await;
    let review = desk.bring().await;
    let sheet = desk.admin.get(&review).await;
    sheet.has("的新版本");
    let page = desk.admin.get(&format!("{review}/comparison")).await;
    page.has("新增 2 项，变更 3 项（文字 3，责任单位 1，时限 1，指标 1），废止 1 项；只改编号 1 项，未变 0 项");
    page.has("2018-06-01 起执行");
    let texts = page.texts("main .wordings > li");
    let [brands, sampling, tourism] = texts.as_slice() else {
        panic!("{texts:?}");
    };
    assert!(brands.contains("新疆名牌产品：≥350个") && brands.contains("→ ≥400个"));
    assert!(sampling.contains("不再负责：自治区工商局（配合）"));
    assert!(sampling.contains("新增：自治区财政厅（配合）"));
    assert!(sampling.contains("2018年底前（2018-12-31） → 2019年6月底前（2019-06-30）"));
    assert!(tourism.contains("推广优质旅游服务标准（增加）和诚信经营承诺"));
    page.row("推行首席质量官制度").has("自治区质监局（牵头）");
    page.row("提升养老服务质量").has("自治区民政厅（牵头）");
    page.row("提升物流服务质量").has("二（五） → 二（六）");
    let publication = desk.admin.get(&format!("{review}/publication")).await;
    publication.has("新增 2 项，变更 3 项，废止 1 项；只改编号 1 项，未变 0 项");
}

#[tokio::test]
async fn responsibilities_end_and_begin_on_the_day_of_the_new_version() {
    let desk = Desk::new().await;
    let new = desk.amend().await;
    let times = async |document: i64| -> Vec<(String, Option<String>)> {
        desk.house
            .rows(format!(
                "select distinct r.valid_from::text, r.valid_to::text from responsibility r
                 join item i on i.id = r.item_id where i.document_id = {document}"
            ))
            .await
    };
    let (march, june) = ("2018-03-01".to_owned(), "2018-06-01".to_owned());
    assert_eq!(times(desk.old).await, [(march, Some(june.clone()))]);
    assert_eq!(times(new).await, [(june, None)]);
    let lines: Vec<(String, String, String)> = desk
        .house
        .rows(format!(
            "select o.locus, coalesce(n.locus, '废止'), o.closed_on::text from item o
             left join item n on n.id = o.replaced_by where o.document_id = {} order by o.ordinal",
            desk.old
        ))
        .await;
    let told: Vec<String> = lines
        .iter()
        .map(|(old, new, day)| format!("{old} {new} {day}"))
        .collect();
    assert_eq!(
        told,
        [
            "一（一） 一（一） 2018-06-01",
            "一（二） 一（二） 2018-06-01",
            "一（三） 废止 2018-06-01",
            "二（四） 二（四） 2018-06-01",
            "二（五） 二（六） 2018-06-01",
        ]
    );
}

#[tokio::test]
async fn what_was_reported_on_the_old_version_is_not_asked_again() {
    let desk = Desk::new().await;
    let clerk = desk.house.clerk_of("自治区质监局").await;
    let old = desk.item(desk.old, "一（一）").await;
    let report = Report::on(&clerk, old)
        .figure("120")
        .progress("新增名牌产品 20 个，累计 120 个。")
        .send()
        .await;
    let new = desk.amend().await;
    let item = desk.item(new, "一（一）").await;
    // Of the four items that the department now leads, this one is done for the period.
    let page = clerk.get("/todo").await;
    page.has("应报 3 项").has("已报 1 项");
    let form = clerk.ask(&format!("/items/{item}/report")).await;
    assert_eq!(form.location(), format!("/reports/{report}"));
    let page = clerk.get(&format!("/items/{item}")).await;
    let reports = page.texts("main .lines > li");
    assert!(reports[0].contains("原版本") && reports[0].contains("新增名牌产品 20 个"));
    page.has("120 个");
    let standing = |item: i64| {
        format!("select progress || ' ' || reported_through::text from item where id = {item}")
    };
    let carried: String = desk.house.value(standing(item)).await;
    assert_eq!(carried, "on_track 2018-06-30");
    // The report stays where it was made.
    let home: i64 = desk
        .house
        .value(format!("select item_id from report where id = {report}"))
        .await;
    assert_eq!(home, old);
}

#[tokio::test]
async fn a_report_that_is_sent_back_after_the_change_is_asked_for_under_the_new_version() {
    let desk = Desk::new().await;
    let clerk = desk.house.clerk_of("自治区质监局").await;
    let old = desk.item(desk.old, "一（一）").await;
    let report = Report::on(&clerk, old).figure("120").send().await;
    let new = desk.amend().await;
    let item = desk.item(new, "一（一）").await;
    let office = desk.house.office_of("新疆").await;
    let fields = [("version", "2"), ("reason", "请说明数据来源。")];
    office
        .post(&format!("/reports/{report}/return"), &fields)
        .await
        .location();
    let standing: String = desk
        .house
        .value(format!("select progress from item where id = {item}"))
        .await;
    assert_eq!(standing, "not_started", "what was sent back does not count");
    let page = clerk.get(&format!("/items/{item}/report")).await;
    let form = page.form(&format!("/items/{item}/report"));
    let target: i64 = desk
        .house
        .value(format!(
            "select target_id from item_target where item_id = {item}"
        ))
        .await;
    assert_eq!(form.value(&format!("value-{target}")), "120");
    // Sent again, it is the same report of the same period.
    let again = Report::on(&clerk, item).figure("121").send().await;
    assert_eq!(again, report);
    let reports: i64 = desk.house.value("select count(*) from report").await;
    assert_eq!(reports, 1);
}

#[tokio::test]
async fn a_draft_goes_on_and_an_old_address_leads_to_it() {
    let desk = Desk::new().await;
    let clerk = desk.house.clerk_of("自治区质监局").await;
    let old = desk.item(desk.old, "一（一）").await;
    let opened = clerk.get(&format!("/items/{old}/report")).await;
    Report::on(&clerk, old)
        .progress("写到一半的进展。")
        .save()
        .await
        .follow()
        .await;
    let new = desk.amend().await;
    let item = desk.item(new, "一（一）").await;
    let answer = clerk.ask(&format!("/items/{old}/report")).await;
    assert!(
        answer
            .location()
            .starts_with(&format!("/items/{item}/report"))
    );
    let page = answer.follow().await;
    let form = page.form(&format!("/items/{item}/report"));
    assert_eq!(form.value("progress"), "写到一半的进展。");
    // What is sent from a page that was opened before the change is compared with the draft, not lost.
    let late = Report::on(&clerk, old).progress("另一个窗口里写的进展。");
    let answer = late.filled(&opened, "保存草稿").await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    let page = answer.page(StatusCode::CONFLICT);
    page.has("写到一半的进展。").has("另一个窗口里写的进展。");
}

#[tokio::test]
async fn a_repealed_item_is_reachable_and_neither_asked_nor_counted() {
    let desk = Desk::new().await;
    let clerk = desk.house.clerk_of("自治区质监局").await;
    let gone = desk.item(desk.old, "一（三）").await;
    Report::on(&clerk, gone)
        .progress("已有 12 家企业设立首席质量官。")
        .send()
        .await;
    let new = desk.amend().await;
    clerk.get("/todo").await.lacks("推行首席质量官制度");
    clerk.get("/items").await.lacks("推行首席质量官制度");
    let counted: i64 = desk
        .house
        .value("select count(*) from item where not served")
        .await;
    assert_eq!(counted, 6);
    let page = clerk.get(&format!("/items/{gone}")).await;
    page.has("从 2018-06-01 起废止").has("已有 12 家企业");
    assert!(
        page.texts("h1 + p a, .head a")
            .iter()
            .all(|one| !one.contains("填报进展"))
    );
    let answer = clerk.ask(&format!("/items/{gone}/report")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let document = clerk.get(&format!("/documents/{}", desk.old)).await;
    document.has("已被新版本替代").has("1 项已废止");
    document.has("4 项由新版本接续");
    let document = clerk.get(&format!("/documents/{new}")).await;
    document.row("本页").has("现行").has("56号");
    document.row("起被替代").has("30号").has("2018-06-01");
}

#[tokio::test]
async fn an_item_shows_its_versions_with_what_changed() {
    let desk = Desk::new().await;
    let new = desk.amend().await;
    let item = desk.item(new, "一（二）").await;
    let old = desk.item(desk.old, "一（二）").await;
    let page = desk.admin.get(&format!("/items/{item}")).await;
    page.has("版本 2 个");
    page.row("30号").has("2018-03-01 至 2018-06-01");
    let own = page.row("本页");
    own.has("2018-06-01 起，现行");
    let told = page.texts("main .wordings > li");
    assert!(
        told[0].contains("（删去）2018（增加）2019年（增加）6月底前"),
        "{told:?}"
    );
    assert!(
        told[0].contains("时限：2018-12-31 → 2019-06-30"),
        "{told:?}"
    );
    assert!(
        told[0].contains(
            "牵头：自治区质监局；配合：自治区工商局 → 牵头：自治区质监局；配合：自治区财政厅"
        ),
        "{told:?}"
    );
    let page = desk.admin.get(&format!("/items/{old}")).await;
    page.has("由新版本接续");
    assert!(page.links().contains(&format!("/items/{item}")));
    page.has("由新版本接续（2018-06-01 起，文字、责任单位、时限有变化）");
}

#[tokio::test]
async fn figures_stay_in_the_course_of_the_target() {
    let desk = Desk::new().await;
    let clerk = desk.house.clerk_of("自治区质监局").await;
    let old = desk.item(desk.old, "一（一）").await;
    Report::on(&clerk, old).figure("120").send().await;
    let new = desk.amend().await;
    let item = desk.item(new, "一（一）").await;
    let target: i64 = desk
        .house
        .value(format!("select id from target where item_id = {item}"))
        .await;
    let page = clerk.get(&format!("/targets/{target}")).await;
    page.has("目标 ≥400个").has("现值 120 个");
    page.row("2018年第二季度").has("120 个");
    clerk
        .get("/targets")
        .await
        .row("新疆名牌产品")
        .has("120 个");
    // The course begins where the first version began, so that pace is not reset by an amendment.
    let from: String = desk
        .house
        .value(format!(
            "select reported_from::text from item where id = {item}"
        ))
        .await;
    assert_eq!(from, "2018-03-01");
}

#[tokio::test]
async fn a_department_that_is_new_on_an_item_is_asked_from_the_new_day_and_owes_nothing_before() {
    let desk = Desk::new().await;
    let new = desk.amend().await;
    let item = desk.item(new, "一（二）").await;
    let covered = async |name: &str| -> String {
        let department = desk.house.department(name).await;
        desk.house
            .value(format!(
                "select covered_to::text from tracked_duty where item_id = {item} and department_id = {department}"
            ))
            .await
    };
    assert_eq!(covered("自治区质监局").await, "2018-02-28");
    assert_eq!(covered("自治区财政厅").await, "2018-05-31");
    let gone = desk.house.department("自治区工商局").await;
    let asked: i64 = desk
        .house
        .value(format!(
            "select count(*) from tracked_duty where department_id = {gone}"
        ))
        .await;
    assert_eq!(asked, 0);
}

#[tokio::test]
async fn publishing_a_version_twice_is_once() {
    let desk = Desk::new().await;
    let review = desk.bring().await;
    let decisions = format!("{review}/decisions");
    desk.admin
        .post(&decisions, &[("do", "batch")])
        .await
        .location();
    let publication = format!("{review}/publication");
    let both = tokio::join!(
        desk.admin.post(&publication, &[]),
        desk.admin.post(&publication, &[])
    );
    assert_eq!(both.0.location(), both.1.location());
    let counts: Vec<i64> = desk
        .house
        .values(
            "select count(*) from document union all select count(*) from document_link
             union all select count(*) from event where action = 'document.amend'
             union all select count(*) from event where action = 'item.replace'
             union all select count(*) from event where action = 'item.repeal'",
        )
        .await;
    assert_eq!(counts, [2, 1, 1, 4, 1]);
}

#[tokio::test]
async fn only_the_version_in_force_is_replaced() {
    let desk = Desk::new().await;
    let late = new().replace("56号", "60号").replace("400个", "410个");
    let review = bring(&desk.admin, &late, &desk.old.to_string()).await;
    desk.amend().await;
    desk.admin
        .post(&format!("{review}/decisions"), &[("do", "batch")])
        .await
        .location();
    let answer = desk.admin.post(&format!("{review}/publication"), &[]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    answer.page(StatusCode::CONFLICT).has("已有更新的版本");
    // The choice offers the version in force.
    let page = desk.admin.get("/imports/new").await;
    let choices = page.texts("#replaces option");
    assert_eq!(choices.len(), 2, "{choices:?}");
    assert!(choices[1].contains("56号"));
}

#[tokio::test]
async fn a_third_version_goes_on_from_the_second() {
    let desk = Desk::new().await;
    let clerk = desk.house.clerk_of("自治区质监局").await;
    let first = desk.item(desk.old, "一（一）").await;
    Report::on(&clerk, first).figure("120").send().await;
    let second = desk.amend().await;
    let third = new()
        .replace("56号", "70号")
        .replace("400个", "420个")
        .replace("6月1日", "6月15日");
    let review = bring(&desk.admin, &third, &second.to_string()).await;
    publish(&desk.admin, &review).await;
    let third: i64 = desk.house.value("select max(id) from document").await;
    let item = desk.item(third, "一（一）").await;
    let page = desk.admin.get(&format!("/items/{item}")).await;
    page.has("版本 3 个").has("120 个");
    let line: Vec<i64> = desk
        .house
        .values(format!(
            "select id from item where first_id = {first} order by id"
        ))
        .await;
    assert_eq!(line.len(), 3);
    desk.admin.get(&format!("/items/{first}")).await.has("70号");
}

#[tokio::test]
async fn a_text_that_resembles_a_document_is_asked_about() {
    let desk = Desk::new().await;
    // One character of the text is another; the number is the same.
    let review = bring(&desk.admin, &OLD.replace("350个", "360个"), "").await;
    let page = desk.admin.get(&review).await;
    page.has("待确认，像是已有文件的新版本").has("文号相同");
    desk.admin
        .post(&format!("{review}/decisions"), &[("do", "batch")])
        .await
        .location();
    let publication = desk.admin.get(&format!("{review}/publication")).await;
    publication.has("还没有确认是不是已有文件的新版本");
    let answer = desk.admin.post(&format!("{review}/publication"), &[]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    let version = format!("{review}/version");
    let fields = [("version", "of"), ("document", &*desk.old.to_string())];
    let page = desk.admin.post(&version, &fields).await.follow().await;
    page.has("的新版本").lacks("待确认，像是");
    let page = publish(&desk.admin, &review).await;
    page.has("新增 0 项，变更 1 项，废止 0 项");
}

#[tokio::test]
async fn a_text_may_be_a_document_of_its_own_whatever_it_resembles() {
    let desk = Desk::new().await;
    let other = OLD
        .replace("〔2018〕30号", "〔2018〕31号")
        .replace("质量提升", "质量强区");
    let review = bring(&desk.admin, &other, "").await;
    desk.admin.get(&review).await.has("文字几乎相同");
    let fields = [("version", "separate")];
    let page = desk
        .admin
        .post(&format!("{review}/version"), &fields)
        .await
        .follow()
        .await;
    page.has("独立文件");
    publish(&desk.admin, &review).await;
    let links: i64 = desk.house.value("select count(*) from document_link").await;
    assert_eq!(links, 0);
    let closed: i64 = desk
        .house
        .value("select count(*) from item where closed_on is not null")
        .await;
    assert_eq!(closed, 0);
}

#[tokio::test]
async fn an_amendment_is_taken_back_whole() {
    let desk = Desk::new().await;
    let clerk = desk.house.clerk_of("自治区质监局").await;
    let old = desk.item(desk.old, "一（一）").await;
    Report::on(&clerk, old).figure("120").send().await;
    let before: Vec<(i64, bool, String)> = desk
        .house
        .rows("select id, served, progress from item order by id")
        .await;
    let new = desk.amend().await;
    let link: i64 = desk.house.value("select id from document_link").await;
    let page = desk.admin.get(&format!("/links/{link}")).await;
    page.has("新增 2 项，变更 3 项");
    let page = page.open("解除关联").await;
    page.has("恢复为现行文件");
    let form = page.form(&format!("/links/{link}/removal"));
    let page = form.press("解除关联").await.follow().await;
    page.has("如需恢复，在本页确认关联即可");
    let after: Vec<(i64, bool, String)> = desk
        .house
        .rows(format!(
            "select id, served, progress from item where document_id = {} order by id",
            desk.old
        ))
        .await;
    assert_eq!(after, before);
    let open: i64 = desk
        .house
        .value("select count(*) from responsibility where valid_to is not null")
        .await;
    assert_eq!(open, 0);
    // And done again from the page that it leads to.
    page.has("确认关联").has("新增 2 项，变更 3 项");
    let fields = [("other", &*desk.old.to_string()), ("relation", "amends")];
    desk.admin
        .post(&format!("/documents/{new}/joining"), &fields)
        .await
        .follow()
        .await
        .has("已与《关于印发自治区质量提升重点任务分工方案的通知》关联");
    let closed: i64 = desk
        .house
        .value("select count(*) from item where closed_on is not null")
        .await;
    assert_eq!(closed, 5);
}
