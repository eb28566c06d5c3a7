//! A new version of a document: compared item by item, published once, and what goes on with it and what ends.

mod comparing;
mod continuing;
mod ending;
mod linked;

use crate::support::page::Part;
use crate::support::server::Template;
use crate::support::upload::Upload;
use crate::support::{House, Page, Visitor};

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
