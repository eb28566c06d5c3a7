//! The form of a department: new, or as it is.

use super::field::{Clash, Field, Reader, Select, Wrong, options_of};
use crate::registry::{Confidence, DepartmentKind, Lifetime};
use crate::store::kept_departments::{DepartmentFacts, KeptDepartment};
use crate::store::kept_regions::RegionChoice;
use crate::web::extract::Fields;
use crate::web::wording;

/// The fields and their labels, in order.
const LABELS: &[(&str, &str)] = &[
    ("name", "全称"),
    ("short-name", "简称"),
    ("kind", "性质"),
    ("jurisdiction", "行政区"),
    ("order", "行政序列"),
    ("valid-from", "起始日"),
    ("valid-to", "终止日"),
    ("confidence", "可靠程度"),
    ("source", "来源"),
];

/// The form as a page shows it.
#[derive(Debug)]
pub struct DepartmentForm {
    /// The key in exchanged tables; only where the department is new.
    pub code: Option<Field>,
    /// Full name.
    pub name: Field,
    /// Short name.
    pub short_name: Field,
    /// Kind.
    pub kind: Select,
    /// Region.
    pub jurisdiction: Select,
    /// 行政序列.
    pub order: Field,
    /// First day.
    pub valid_from: Field,
    /// First day after it.
    pub valid_to: Field,
    /// How sure.
    pub confidence: Select,
    /// Where it comes from.
    pub source: Field,
}

impl DepartmentForm {
    /// The form with what stands in it. `new` asks for a code as well.
    pub fn new(fields: &Fields, wrong: &[Wrong], regions: &[RegionChoice], new: bool) -> Self {
        let text = |name, label, hint, longest| {
            Field::text(name, label, hint, longest).filled(fields, wrong)
        };
        let day = |name, label, hint| Field::day(name, label, hint).filled(fields, wrong);
        let regions = regions
            .iter()
            .map(|region| (region.id.to_string(), region.name.clone()));
        let order = Field {
            kind: "number",
            ..Field::text(
                "order",
                "行政序列",
                "菜单和列表按它从小到大排列；文件里的名单保持原文次序。",
                6,
            )
        };
        Self {
            code: new.then(|| {
                text(
                    "code",
                    "代码（可不填）",
                    "在导入导出的表中辨认单位，如 xj.sjj；不填则自动编号。定下后不再改。",
                    40,
                )
            }),
            name: text(
                "name",
                "全称",
                "行政区写全，如 新疆维吾尔自治区数据局。",
                100,
            ),
            short_name: text(
                "short-name",
                "简称",
                "文件中的写法，带前缀，如 自治区数据局。",
                60,
            ),
            kind: Select::new("kind", "性质", "", options_of!(DepartmentKind))
                .filled(fields, wrong),
            jurisdiction: Select::new(
                "jurisdiction",
                "行政区",
                "给它派任务的文件所属的行政区。",
                std::iter::once((String::new(), "请选择".to_owned())).chain(regions),
            )
            .filled(fields, wrong),
            order: order.filled(fields, wrong),
            valid_from: day("valid-from", "起始日", "不清楚的不填。"),
            valid_to: day(
                "valid-to",
                "终止日",
                "不再存续的第一天；单位不能删除，撤销、更名的填写终止日。",
            ),
            confidence: Select::new(
                "confidence",
                "可靠程度",
                "以最不可靠的一项为准，多半是日期。",
                options_of!(Confidence),
            )
            .filled(fields, wrong),
            source: text("source", "来源", "文号、网址或文件名，便于以后核对。", 200),
        }
    }
}

/// An empty form, with what most new departments are.
pub fn blank(jurisdiction: Option<i64>) -> Fields {
    let pair = |name: &str, value: String| (name.to_owned(), value);
    Fields(vec![
        pair("kind", DepartmentKind::Government.code().to_owned()),
        pair(
            "jurisdiction",
            jurisdiction.map_or_else(String::new, |id| id.to_string()),
        ),
        pair("order", "1000".to_owned()),
        pair("confidence", Confidence::High.code().to_owned()),
    ])
}

/// A department in the fields of its form. What an import noted as the source of a row that nobody has completed is
/// no source.
pub fn fields_of(department: &KeptDepartment) -> Fields {
    let pair = |name: &str, value: String| (name.to_owned(), value);
    let day = |day: Option<chrono::NaiveDate>| day.map_or_else(String::new, wording::date);
    let source = match department.is_incomplete() {
        true => String::new(),
        false => department.source.clone(),
    };
    Fields(vec![
        pair("name", department.name.clone()),
        pair("short-name", department.short_name.clone()),
        pair("kind", department.kind.code().to_owned()),
        pair("jurisdiction", department.jurisdiction_id.to_string()),
        pair("order", department.order.to_string()),
        pair("valid-from", day(department.valid_from)),
        pair("valid-to", day(department.valid_to)),
        pair("confidence", department.confidence.clone()),
        pair("source", source),
    ])
}

/// Reads the form. The facts are those of a row only where nothing is wrong.
pub fn read(fields: &Fields, regions: &[RegionChoice]) -> (DepartmentFacts, Vec<Wrong>) {
    let mut reader = Reader::new(fields);
    let code = reader.text("code", 40);
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    if !code.chars().all(plain) {
        reader.fault("code", "代码只用字母、数字、点和横线，如 xj.sjj。");
    }
    let name = reader.needed("name", 100, "全称，如 新疆维吾尔自治区数据局");
    let short_name = reader.needed("short-name", 60, "简称，如 自治区数据局");
    let kind = reader.word("kind", "性质");
    let jurisdiction: Option<i64> = reader.word("jurisdiction", "行政区");
    if jurisdiction.is_some_and(|id| !regions.iter().any(|region| region.id == id)) {
        reader.fault("jurisdiction", "请从列表中选择行政区。");
    }
    let order = reader.number("order");
    let life = Lifetime::new(reader.day("valid-from"), reader.day("valid-to"));
    if !life.is_possible() {
        reader.fault("valid-to", "终止日应晚于起始日。终止日是不再存续的第一天。");
    }
    let confidence: Option<Confidence> = reader.word("confidence", "可靠程度");
    let source = reader.text("source", 200);
    let facts = DepartmentFacts {
        code,
        jurisdiction_id: jurisdiction.unwrap_or_default(),
        name,
        short_name,
        kind: kind.unwrap_or(DepartmentKind::Government),
        order,
        valid_from: life.from,
        valid_to: life.to,
        confidence: confidence.unwrap_or(Confidence::Low).code().to_owned(),
        source,
    };
    (facts, reader.wrong)
}

/// What somebody else changed while the form was open, in the words of the page.
pub fn clash(typed: &Fields, there: &KeptDepartment, regions: &[RegionChoice]) -> Clash {
    Clash::of(
        LABELS,
        &in_words(typed, regions),
        &in_words(&fields_of(there), regions),
    )
}

/// The same fields with the labels of what was chosen.
fn in_words(fields: &Fields, regions: &[RegionChoice]) -> Fields {
    let words = |(name, value): &(String, String)| {
        let label = match name.as_str() {
            "kind" => value.parse().map(DepartmentKind::label).ok(),
            "confidence" => value.parse().map(Confidence::label).ok(),
            "jurisdiction" => regions
                .iter()
                .find(|region| region.id.to_string() == *value)
                .map(|region| region.name.as_str()),
            _ => None,
        };
        (name.clone(), label.unwrap_or(value).to_owned())
    };
    Fields(fields.0.iter().map(words).collect())
}

/// What an event keeps of a department.
pub fn told(facts: &DepartmentFacts, regions: &[RegionChoice]) -> serde_json::Value {
    let region = regions
        .iter()
        .find(|region| region.id == facts.jurisdiction_id);
    let confidence: Option<Confidence> = facts.confidence.parse().ok();
    serde_json::json!({
        "name": facts.name,
        "short_name": facts.short_name,
        "kind": facts.kind.label(),
        "region": region.map(|region| region.name.as_str()),
        "order": facts.order,
        "valid_from": facts.valid_from,
        "valid_to": facts.valid_to,
        "confidence": confidence.map(Confidence::label),
        "source": facts.source,
    })
}

/// A department as facts, to be told before a change.
pub fn facts_of(department: &KeptDepartment) -> DepartmentFacts {
    DepartmentFacts {
        code: department.code.clone(),
        jurisdiction_id: department.jurisdiction_id,
        name: department.name.clone(),
        short_name: department.short_name.clone(),
        kind: department.kind,
        order: department.order,
        valid_from: department.valid_from,
        valid_to: department.valid_to,
        confidence: department.confidence.clone(),
        source: department.source.clone(),
    }
}
