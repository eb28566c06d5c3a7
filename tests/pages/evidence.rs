//! 佐证材料: brought in pieces, kept once, given out as it came, never to whoever may not see the report, and never lost.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use sha2::{Digest, Sha256};

use crate::support::page::Part;
use crate::support::upload::Upload;
use crate::support::{Answer, House, Report, Visitor};

const BRANDS: &str = "一·第6条";
pub(super) const STANDARDS: &str = "一·第2条";

/// A report that is being written.
pub(super) struct Desk {
    pub(super) house: House,
    pub(super) clerk: Visitor,
    pub(super) item: i64,
    pub(super) report: i64,
}

impl Desk {
    pub(super) async fn new() -> Self {
        let house = House::new().await;
        let clerk = house.clerk_of("自治区质监局").await;
        let item = house.item("000", BRANDS).await;
        let report = draft(&house, &clerk, item).await;
        Self {
            house,
            clerk,
            item,
            report,
        }
    }

    pub(super) fn address(&self) -> String {
        format!("/reports/{}/evidence", self.report)
    }

    pub(super) async fn bring(&self, title: &str, name: &str, bytes: &[u8]) -> Answer {
        bring(&self.clerk, self.report, title, name, bytes).await
    }

    pub(super) async fn count(&self, table: &str) -> i64 {
        self.house
            .value(format!("select count(*) from {table}"))
            .await
    }

    async fn events(&self, action: &str) -> i64 {
        self.count(&format!("event where action = '{action}'"))
            .await
    }

    /// Sends the report and lets the office verify it.
    pub(super) async fn accept(&self) {
        let report = Report::on(&self.clerk, self.item)
            .figure("131")
            .send()
            .await;
        let office = self.house.office_of("新疆").await;
        let page = office.get(&format!("/reports/{report}")).await;
        let form = page.form(&format!("/reports/{report}/acceptance"));
        form.press("核实通过").await.follow().await;
    }
}

/// A draft begun from its form, with the button that leads to the evidence.
pub(super) async fn draft(house: &House, clerk: &Visitor, item: i64) -> i64 {
    let page = clerk.get(&format!("/items/{item}/report")).await;
    let form = Report::on(clerk, item).progress("已开展名牌培育，附名单。");
    let answer = form.filled(&page, "保存草稿并添加材料").await;
    let report: i64 = house
        .value(format!("select id from report where item_id = {item}"))
        .await;
    assert_eq!(answer.location(), format!("/reports/{report}/evidence"));
    report
}

/// Sends a file with believable words about it.
pub(super) async fn bring(
    clerk: &Visitor,
    report: i64,
    title: &str,
    name: &str,
    bytes: &[u8],
) -> Answer {
    let upload = Upload::default()
        .field("title", title)
        .field("kind", "statistics")
        .field("doc-number", "新质监发〔2018〕3号")
        .field("formed-on", "2018-05-03")
        .field("declared", "yes")
        .file("file", name, bytes);
    upload
        .send(clerk, &format!("/reports/{report}/evidence"))
        .await
}

/// A PDF of this many bytes that no other test has.
pub(super) fn pdf(length: usize, seed: u8) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let noise = (0..length - bytes.len()).map(|at| (at % 251) as u8 ^ seed);
    bytes.extend(noise);
    bytes
}

#[tokio::test]
async fn what_was_typed_is_kept_and_a_file_comes_back_as_it_went() {
    let desk = Desk::new().await;
    let form = desk
        .clerk
        .get(&format!("/items/{}/report", desk.item))
        .await;
    form.has("已开展名牌培育，附名单。");
    // Three pieces and a bit.
    let bytes = pdf(800_000, 1);
    let page = desk
        .bring("名牌产品名单", "名牌 产品名单.pdf", &bytes)
        .await
        .follow()
        .await;
    page.has("已添加：名牌产品名单")
        .has("统计报表与数据截图 · 新质监发〔2018〕3号 · 2018-05-03 形成");
    assert_eq!(desk.count("evidence_chunk").await, 4);
    let file = desk.clerk.ask(&page.link("名牌产品名单")).await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(file.body == bytes, "the bytes differ");
    assert_eq!(
        file.header("content-disposition"),
        Some(
            "attachment; filename=\"_______.pdf\"; \
             filename*=UTF-8''%E5%90%8D%E7%89%8C%20%E4%BA%A7%E5%93%81%E5%90%8D%E5%8D%95.pdf"
        )
    );
    assert_eq!(file.header("content-type"), Some("application/pdf"));
    assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(file.header("content-length"), Some("800000"));
    let hash: String = Sha256::digest(&bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(file.header("etag"), Some(format!("\"{hash}\"").as_str()));
    // Asked again with the tag, nothing is sent; another tag gets the whole.
    for (tag, expected) in [
        (format!("W/\"{hash}\""), StatusCode::NOT_MODIFIED),
        ("\"0\"".to_owned(), StatusCode::OK),
    ] {
        let again = desk
            .clerk
            .request(Method::GET, &file.address)
            .header("if-none-match", tag);
        let again = desk
            .clerk
            .send(again.body(Body::empty()).expect("a request"))
            .await;
        assert_eq!(again.status, expected);
    }
    // The form, the report and the item show it, and the log says so.
    for address in [
        format!("/items/{}/report", desk.item),
        format!("/reports/{}", desk.report),
        format!("/items/{}", desk.item),
    ] {
        desk.clerk.get(&address).await.has("名牌产品名单");
    }
    assert_eq!(desk.events("evidence.add").await, 1);
    desk.clerk
        .get(&format!("/items/{}", desk.item))
        .await
        .has("添加佐证材料（自治区质监局，名牌产品名单");
}

#[tokio::test]
async fn the_same_file_is_kept_once_and_proves_many_items() {
    let desk = Desk::new().await;
    let bytes = pdf(300_000, 2);
    desk.bring("年报", "年报.pdf", &bytes).await.follow().await;
    // Sent twice by a double click: once there.
    let again = desk.bring("年报", "年报.pdf", &bytes).await.follow().await;
    again.has("没有重复添加");
    // While nothing sent rests on it, it is called as was said last.
    desk.bring("质量年报", "年报.pdf", &bytes)
        .await
        .follow()
        .await
        .has("质量年报");
    let other = desk.house.item("000", STANDARDS).await;
    let page = desk.clerk.get(&format!("/items/{other}/report")).await;
    let answer = Report::on(&desk.clerk, other)
        .filled(&page, "保存草稿并添加材料")
        .await;
    let address = answer.location().to_owned();
    let page = answer.follow().await;
    let choice = page.form(&format!("{address}/choice"));
    let key: i64 = desk.house.value("select id from evidence").await;
    let page = choice
        .fill("evidence", &key.to_string())
        .press("选用勾选的材料")
        .await
        .follow()
        .await;
    page.has("已选用 1 份：质量年报");
    // Another department brings the same bytes: the bytes stay once, the piece is its own.
    let neighbour = desk.house.clerk_of("自治区农业厅").await;
    let theirs: i64 = desk
        .house
        .value(
            "select u.item_id from duty u join department d on d.id = u.department_id
             join item i on i.id = u.item_id
             where d.short_name = '自治区农业厅' and not i.served order by u.item_id limit 1",
        )
        .await;
    let page = neighbour.get(&format!("/items/{theirs}/report")).await;
    Report::on(&neighbour, theirs)
        .filled(&page, "保存草稿并添加材料")
        .await
        .location();
    let draft: i64 = desk
        .house
        .value(format!(
            "select id from report where item_id = {theirs} order by id desc limit 1"
        ))
        .await;
    bring(&neighbour, draft, "", "农业年报.pdf", &bytes)
        .await
        .follow()
        .await
        .has("已添加：农业年报");
    let counts = (
        desk.count("evidence_file").await,
        desk.count("evidence").await,
        desk.count("report_evidence").await,
    );
    assert_eq!(counts, (1, 2, 3));
    // The list says what each proves, and is the department's own.
    let page = desk.clerk.get("/evidence").await;
    page.has("共 1 份材料")
        .has(BRANDS)
        .has(STANDARDS)
        .lacks("农业年报");
    desk.clerk
        .get("/evidence?words=%E8%B4%A8%E9%87%8F")
        .await
        .has("符合条件的材料 1 份");
    desk.clerk
        .get("/evidence?words=%E6%97%A0&kind=photo")
        .await
        .has("没有符合条件的材料");
    neighbour
        .get("/evidence")
        .await
        .has("农业年报")
        .lacks("质量年报");
    // Taken from one report, it stays in the other and in the list.
    let page = desk.clerk.get(&desk.address()).await;
    let removal = page.form(&format!("{}/removal", desk.address()));
    removal
        .press("移除")
        .await
        .follow()
        .await
        .has("文件仍在本单位材料中");
    assert_eq!(desk.count("report_evidence").await, 2);
    assert_eq!(desk.count("evidence").await, 2);
    assert_eq!(desk.events("evidence.remove").await, 1);
}

#[tokio::test]
async fn what_is_not_what_it_says_is_refused_and_leaves_nothing() {
    let desk = Desk::new().await;
    let large = pdf(20 * 1024 * 1024 + 1, 3);
    let small = pdf(2000, 3);
    let table: [(&str, &str, &[u8], &str); 7] = [
        ("名单", "名单.docx", &small, "内容却是PDF"),
        ("程序", "程序.exe", b"MZ\x90\0", "不接受 .exe 文件"),
        ("图片", "图片.png", b"<svg onload=alert(1)>", "内容却是网页"),
        ("空", "空.pdf", b"", "是空的"),
        ("太大", "太大.pdf", &large, "超过 20 MB"),
        ("【机密】名单", "名单.pdf", &small, "密级标志“机密”"),
        ("", "秘密★一年.pdf", &small, "密级标志“秘密”"),
    ];
    for (title, name, bytes, words) in table {
        let page = desk
            .bring(title, name, bytes)
            .await
            .page(StatusCode::UNPROCESSABLE_ENTITY);
        page.has(words);
        // What was typed is still in the form; only the file has to be chosen again.
        let number = page.part("input[name='doc-number']");
        assert_eq!(number.attr("value"), Some("新质监发〔2018〕3号"), "{name}");
    }
    let fields: [(&[(&str, &str)], &str); 4] = [
        (&[("kind", "photo")], "请确认材料不涉密"),
        (&[("declared", "yes")], "请选择材料类型"),
        (
            &[
                ("declared", "yes"),
                ("kind", "photo"),
                ("formed-on", "2018-06-21"),
            ],
            "晚于今天",
        ),
        (
            &[
                ("declared", "yes"),
                ("kind", "photo"),
                ("formed-on", "去年"),
            ],
            "写作 2018-06-20",
        ),
    ];
    for (fields, words) in fields {
        let upload = fields
            .iter()
            .fold(Upload::default(), |upload, (name, value)| {
                upload.field(name, value)
            });
        let answer = upload
            .file("file", "名单.pdf", &small)
            .send(&desk.clerk, &desk.address())
            .await;
        answer.page(StatusCode::UNPROCESSABLE_ENTITY).has(words);
    }
    let nothing = Upload::default()
        .field("declared", "yes")
        .field("kind", "photo");
    let answer = nothing.send(&desk.clerk, &desk.address()).await;
    answer
        .page(StatusCode::UNPROCESSABLE_ENTITY)
        .has("请选择要上传的文件");
    for table in ["evidence", "evidence_file", "evidence_chunk"] {
        assert_eq!(desk.count(table).await, 0, "{table}");
    }
    assert_eq!(desk.events("evidence.add").await, 0);
    // The connection limit is given back each time.
    desk.bring("名单", "名单.pdf", &small)
        .await
        .follow()
        .await
        .has("已添加：名单");
}

#[tokio::test]
async fn who_may_see_the_report_may_load_its_evidence_and_nobody_else() {
    let desk = Desk::new().await;
    desk.bring("名单", "名单.pdf", &pdf(5000, 5))
        .await
        .follow()
        .await;
    let key: i64 = desk.house.value("select id from evidence").await;
    let (proof, own) = (
        format!("{}/{key}", desk.address()),
        format!("/evidence/{key}"),
    );
    let neighbour = desk.house.clerk_of("自治区农业厅").await;
    let office = desk.house.office_of("新疆").await;
    let reviewer = desk.house.reviewer_of("自治区质监局").await;
    let elsewhere = desk.house.clerk_of("宁夏回族自治区质量技术监督局").await;
    let item = format!("/items/{}", desk.item);
    // A draft is its own department's.
    for visitor in [&neighbour, &office, &elsewhere] {
        assert_eq!(visitor.ask(&proof).await.status, StatusCode::NOT_FOUND);
    }
    for visitor in [&neighbour, &office] {
        visitor
            .get(&item)
            .await
            .lacks("名单.pdf")
            .lacks("添加佐证材料");
    }
    assert_eq!(reviewer.ask(&proof).await.status, StatusCode::OK);
    assert_eq!(neighbour.ask(&own).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        neighbour.ask(&desk.address()).await.status,
        StatusCode::NOT_FOUND
    );
    let removal = format!("{}/removal", desk.address());
    let taken = neighbour
        .post(&removal, &[("evidence", &key.to_string())])
        .await;
    assert_eq!(taken.status, StatusCode::NOT_FOUND);
    // What was handed in stays in the unit, until its reviewer lets it go out.
    Report::on(&desk.clerk, desk.item)
        .figure("131")
        .send()
        .await;
    for visitor in [&neighbour, &office] {
        assert_eq!(visitor.ask(&proof).await.status, StatusCode::NOT_FOUND);
    }
    reviewer.get("/unit-reviews").await.has("佐证材料 1 份");
    let page = reviewer.get(&format!("/reports/{}", desk.report)).await;
    let form = page.form(&format!("/reports/{}/endorsement", desk.report));
    form.press("通过并报送").await.follow().await;
    office.get("/reviews").await.has("佐证材料 1 份");
    for visitor in [&neighbour, &office, &reviewer] {
        assert_eq!(
            visitor.ask(&proof).await.status,
            StatusCode::OK,
            "{visitor:?}"
        );
        visitor.get(&item).await.has("佐证材料 1 份");
    }
    assert_eq!(elsewhere.ask(&proof).await.status, StatusCode::NOT_FOUND);
    // Nobody lets the files of others prove a report of theirs.
    let theirs: i64 = desk
        .house
        .value(
            "select u.item_id from duty u join department d on d.id = u.department_id
             join item i on i.id = u.item_id
             where d.short_name = '自治区农业厅' and not i.served order by u.item_id limit 1",
        )
        .await;
    let page = neighbour.get(&format!("/items/{theirs}/report")).await;
    let answer = Report::on(&neighbour, theirs)
        .filled(&page, "保存草稿并添加材料")
        .await;
    let choice = format!("{}/choice", answer.location());
    neighbour
        .post(&choice, &[("evidence", &key.to_string())])
        .await
        .location();
    assert_eq!(desk.count("report_evidence").await, 1);
}
