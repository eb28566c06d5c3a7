//! The form of a region: new, or as it is.

use super::field::{Clash, Field, Reader, Select, Wrong, options_of};
use crate::registry::{Region, RegionLevel};
use crate::store::kept_regions::{KeptRegion, RegionChoice, RegionFacts};
use crate::web::extract::Fields;

/// The fields and their labels, in order.
const LABELS: &[(&str, &str)] = &[
    ("name", "名称"),
    ("short-name", "简称"),
    ("level", "级别"),
    ("parent", "上级"),
    ("prefixes", "文件用语"),
    ("capital", "驻地"),
    ("order", "次序"),
];

/// The form as a page shows it.
#[derive(Debug)]
pub struct RegionForm {
    /// GB/T 2260; only where the region is new.
    pub code: Option<Field>,
    /// Official name.
    pub name: Field,
    /// Customary short name.
    pub short_name: Field,
    /// Rank.
    pub level: Select,
    /// The region above.
    pub parent: Select,
    /// Words that its documents distribute over lists.
    pub prefixes: Field,
    /// Its capital.
    pub capital: Field,
    /// Display order.
    pub order: Field,
}

impl RegionForm {
    /// The form with what stands in it. `new` asks for a code as well.
    pub fn new(fields: &Fields, wrong: &[Wrong], regions: &[RegionChoice], new: bool) -> Self {
        let text = |name, label, hint, longest| {
            Field::text(name, label, hint, longest).filled(fields, wrong)
        };
        let above = regions.iter().map(|region| {
            (
                region.id.to_string(),
                format!("{} {}", region.code, region.name),
            )
        });
        let order = Field {
            kind: "number",
            ..Field::text("order", "次序", "一般与代码同序。", 6)
        };
        Self {
            code: new.then(|| {
                text(
                    "code",
                    "代码",
                    "GB/T 2260：省级两位，地级四位，县级六位。定下后不再改。",
                    12,
                )
            }),
            name: text("name", "名称", "正式名称，如 昌吉回族自治州。", 60),
            short_name: text("short-name", "简称", "习惯叫法，如 昌吉州。", 30),
            level: Select::new("level", "级别", "", options_of!(RegionLevel)).filled(fields, wrong),
            parent: Select::new(
                "parent",
                "上级",
                "",
                std::iter::once((String::new(), "没有上级".to_owned())).chain(above),
            )
            .filled(fields, wrong),
            prefixes: text(
                "prefixes",
                "文件用语",
                "文件在名单前只写一次的词，用分号隔开，如 自治区;新疆。",
                100,
            ),
            capital: text(
                "capital",
                "驻地",
                "中央驻地方单位冠用的地名，不带“市”，如 乌鲁木齐；地级及以下不填。",
                20,
            ),
            order: order.filled(fields, wrong),
        }
    }
}

/// An empty form below a region.
pub fn blank(parent: Option<&KeptRegion>) -> Fields {
    let pair = |name: &str, value: String| (name.to_owned(), value);
    let level = match parent.map(|parent| parent.level.as_str()) {
        None => RegionLevel::Province,
        Some("province") => RegionLevel::Prefecture,
        Some("prefecture") => RegionLevel::County,
        Some(_) => RegionLevel::Township,
    };
    Fields(vec![
        pair("level", level.code().to_owned()),
        pair(
            "parent",
            parent.map_or_else(String::new, |parent| parent.id.to_string()),
        ),
        pair(
            "code",
            parent.map_or_else(String::new, |parent| parent.code.clone()),
        ),
        pair("order", "0".to_owned()),
    ])
}

/// A region in the fields of its form.
pub fn fields_of(region: &KeptRegion) -> Fields {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Fields(vec![
        pair("name", &region.name),
        pair("short-name", &region.short_name),
        pair("level", &region.level),
        pair(
            "parent",
            &region
                .parent_id
                .map_or_else(String::new, |id| id.to_string()),
        ),
        pair("prefixes", &region.prefixes),
        pair("capital", &region.capital),
        pair("order", &region.order.to_string()),
    ])
}

/// Reads the form. `code` is that of a region which has one.
pub fn read(
    fields: &Fields,
    regions: &[RegionChoice],
    code: Option<&str>,
) -> (RegionFacts, Vec<Wrong>) {
    let mut reader = Reader::new(fields);
    let code = match code {
        Some(code) => code.to_owned(),
        None => {
            let typed = reader.needed("code", 12, "代码，如 6523");
            let digits = typed.chars().all(|c| c.is_ascii_digit());
            if !typed.is_empty() && (!digits || typed.len() < 2) {
                reader.fault("code", "行政区代码是 2 至 12 位数字，如 6523。");
            }
            typed
        }
    };
    let name = reader.needed("name", 60, "名称，如 昌吉回族自治州");
    if !name.is_empty() && Region::named(&name).is_none() {
        reader.fault(
            "name",
            "名称应以省、自治区、市、州、地区、盟、县、旗、区、镇、乡结尾，否则名单前缀无法还原。",
        );
    }
    let short_name = reader.needed("short-name", 30, "简称，如 昌吉州");
    let level: Option<RegionLevel> = reader.word("level", "级别");
    let parent: Option<i64> = match fields.text("parent") {
        "" => None,
        _ => reader.word("parent", "上级"),
    };
    if parent.is_some_and(|id| !regions.iter().any(|region| region.id == id)) {
        reader.fault("parent", "请从列表中选择上级。");
    }
    let prefixes = prefixes(&reader.text("prefixes", 100));
    let capital = reader.text("capital", 20);
    let order = reader.number("order");
    let facts = RegionFacts {
        code,
        name,
        short_name,
        level: level.unwrap_or(RegionLevel::County).code().to_owned(),
        parent_id: parent,
        prefixes,
        capital,
        order,
    };
    (facts, reader.wrong)
}

/// Words separated by `;`, in whatever way they were typed apart.
fn prefixes(typed: &str) -> String {
    let words = typed
        .split([';', '；', '、', ',', '，', ' '])
        .map(str::trim)
        .filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(";")
}

/// What somebody else changed while the form was open.
pub fn clash(typed: &Fields, there: &KeptRegion, regions: &[RegionChoice]) -> Clash {
    let in_words = |fields: &Fields| {
        let words = |(name, value): &(String, String)| {
            let label = match name.as_str() {
                "level" => value
                    .parse()
                    .map(|level: RegionLevel| level.label().to_owned())
                    .ok(),
                "parent" => regions
                    .iter()
                    .find(|region| region.id.to_string() == *value)
                    .map(|region| region.name.clone()),
                _ => None,
            };
            (name.clone(), label.unwrap_or_else(|| value.clone()))
        };
        Fields(fields.0.iter().map(words).collect())
    };
    Clash::of(LABELS, &in_words(typed), &in_words(&fields_of(there)))
}

/// What an event keeps of a region.
pub fn told(facts: &RegionFacts, regions: &[RegionChoice]) -> serde_json::Value {
    let parent = regions
        .iter()
        .find(|region| Some(region.id) == facts.parent_id);
    let level: Option<RegionLevel> = facts.level.parse().ok();
    serde_json::json!({
        "code": facts.code,
        "name": facts.name,
        "short_name": facts.short_name,
        "level": level.map(RegionLevel::label),
        "parent": parent.map(|region| region.name.as_str()),
        "prefixes": facts.prefixes,
        "capital": facts.capital,
        "order": facts.order,
    })
}

/// A region as facts, to be told before a change.
pub fn facts_of(region: &KeptRegion) -> RegionFacts {
    RegionFacts {
        code: region.code.clone(),
        name: region.name.clone(),
        short_name: region.short_name.clone(),
        level: region.level.clone(),
        parent_id: region.parent_id,
        prefixes: region.prefixes.clone(),
        capital: region.capital.clone(),
        order: region.order,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_are_taken_apart_however_they_were_typed() {
        assert_eq!(prefixes("自治区；新疆"), "自治区;新疆");
        assert_eq!(prefixes(" 省、 浙江 ,"), "省;浙江");
        assert_eq!(prefixes(""), "");
    }

    #[test]
    fn a_name_without_rank_cannot_restore_prefixes() {
        let typed = Fields(vec![
            ("code".to_owned(), "6599".to_owned()),
            ("name".to_owned(), "某地".to_owned()),
            ("short-name".to_owned(), "某地".to_owned()),
            ("level".to_owned(), "prefecture".to_owned()),
            ("order".to_owned(), "1".to_owned()),
        ]);
        let (_, wrong) = read(&typed, &[], None);
        let fields: Vec<&str> = wrong.iter().map(|one| one.field.as_str()).collect();
        assert_eq!(fields, ["name"]);
    }
}
