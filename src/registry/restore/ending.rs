//! Endings that a list states once: `渝中区、江北区政府` names two governments.

use super::super::cities::CITIES;
use super::alone::GOVERNMENTS;
use super::functions::FUNCTIONS;
use super::{How, Restored};
use crate::domain::{PROVINCES, WordList, word_list};

word_list!(
    /// Ranks of places that have a government.
    GOVERNED = "市 县 区 州 旗 盟 地区 镇 乡 街道 苏木 新区 高新区 经开区 开发区"
);
word_list!(
    /// Ranks of places that a committee manages.
    MANAGED = "新区 高新区 经开区 开发区 合作区 基地 示范区 度假区 产业园 园区 保税区 集聚区 试验区 区"
);

/// The places that may wait for `body`: 区 and 县 for a government, parks for a committee.
fn governed_by(body: &str) -> &'static WordList {
    if body.starts_with("管委") {
        &MANAGED
    } else {
        &GOVERNED
    }
}

/// `渝中区、江北区政府` names two governments, `广州、深圳、东莞市` three cities.
pub(super) fn share_ending(left: &mut Restored, right: &Restored) {
    let plain = matches!(left.how, How::AsPrinted) && !left.name.starts_with('各');
    if !plain || right.name.starts_with('各') {
        if let How::Prefix(prefix) = &left.how {
            // `深圳` took the prefix of the list although it is a place.
            let place = left.name[prefix.len()..].to_owned();
            if let Some(ending) = city_ending(&place, &right.name) {
                *left = Restored {
                    name: format!("{place}{ending}"),
                    how: How::Ending(ending.to_owned()),
                };
            }
        }
        return;
    }
    if CITIES.has(&left.name)
        && let Some(ending) = city_ending(&left.name, &right.name)
    {
        left.name.push_str(ending);
        left.how = How::Ending(ending.to_owned());
        return;
    }
    if let Some(branch) = shared_branch(&left.name, &right.name) {
        left.name.push_str(branch);
        left.how = How::Ending(branch.to_owned());
        return;
    }
    if let Some(office) = shared_by_cities(&left.name, &right.name) {
        left.name.push_str(office);
        left.how = How::Ending(office.to_owned());
        return;
    }
    if let Some(office) = shared_office(&left.name, &right.name) {
        left.name.push_str(office);
        left.how = How::Ending(office.to_owned());
        return;
    }
    if left.name.chars().count() == 2
        && left.name.ends_with('州')
        && let Some(ending) = city_ending(&left.name, &right.name)
    {
        left.name.push_str(ending);
        left.how = How::Ending(ending.to_owned());
        return;
    }
    // A street has an office, a town has a government.
    let street = |body: &str| body.ends_with("政府") && left.name.ends_with("街道");
    let place = |body: &str| {
        !street(body)
            && left.name.chars().count() >= 2
            && governed_by(body).ending(&left.name).is_some()
    };
    let body = GOVERNMENTS.ending(&right.name).filter(|body| {
        let stem = &right.name[..right.name.len() - body.len()];
        governed_by(body).ending(stem).is_some() && stem.chars().count() >= 2
    });
    if let Some(body) = body.filter(|body| place(body)) {
        left.name.push_str(body);
        left.how = How::Ending(body.to_owned());
    } else if let Some(ending) = city_ending(&left.name, &right.name) {
        left.name.push_str(ending);
        left.how = How::Ending(ending.to_owned());
    }
}

/// `广东省、深圳市援疆工作前方指挥部`: the office behind the last of several places belongs to each.
fn shared_office<'n>(left: &str, right: &'n str) -> Option<&'n str> {
    const RANKS: &[char] = &['省', '市', '县', '州'];
    let place = left.ends_with(RANKS) && left.chars().count() >= 3;
    let at = right.find(RANKS).filter(|at| *at >= '一'.len_utf8() * 2)?;
    let rank = right[at..].chars().next()?;
    let office = &right[at + rank.len_utf8()..];
    (place && office.chars().count() >= 3 && OFFICES.ending(office).is_some()).then_some(office)
}

/// `广东、深圳银保监局`: central offices of several places.
fn shared_by_cities<'n>(left: &str, right: &'n str) -> Option<&'n str> {
    let place = |name: &str| {
        let province = PROVINCES
            .iter()
            .find(|one| name.starts_with(one.short_name));
        CITIES
            .beginning(name)
            .map(str::len)
            .or(province.map(|one| one.short_name.len()))
    };
    let office = &right[place(right)?..];
    (place(left) == Some(left.len()) && CENTRAL.has(office)).then_some(office)
}

word_list!(
    /// Central offices that are named after their place.
    CENTRAL = "银保监局 银监局 保监局 证监局 海关 海事局 监管局 金融监管局 银保监分局 税务局 铁路局 铁路监管局 铁路局集团"
);

word_list!(
    /// Companies and banks that have a branch in every place.
    BRANDS =
    "电信 移动 联通 铁塔 广电 中国电信 中国移动 中国联通 中国铁塔 工行 农行 中行 建行 交行 邮储 农发行 工商银行 农业银行 中国银行 建设银行 交通银行 \
     邮储银行 国开行 人保财险 人保 中国人寿 人寿 太保 太平洋财险 中石油 中石化 中国石油 中国石化"
);

/// `电信、移动、联通茂名分公司`: the branch behind the last of several companies belongs to each.
fn shared_branch<'n>(left: &str, right: &'n str) -> Option<&'n str> {
    let brand = BRANDS.beginning(right).filter(|_| BRANDS.has(left))?;
    let branch = &right[brand.len()..];
    let named = ["分公司", "公司", "分行", "支行"]
        .iter()
        .any(|ending| branch.ends_with(ending));
    named.then_some(branch)
}

word_list!(OFFICES = "指挥部 局 委 办公室 工作组 联络组");

const PLACE_ENDINGS: &[&str] = &[
    "市人民政府",
    "市政府",
    "区人民政府",
    "区政府",
    "县人民政府",
    "县政府",
    "市",
];

/// `广州` before `深圳市`, `定州` before `辛集市人民政府`: two or three characters without any ending of a body.
fn city_ending(name: &str, right: &str) -> Option<&'static str> {
    const BODIES: &[char] = &[
        '委', '局', '厅', '办', '部', '院', '会', '社', '省', '处', '站', '所', '室', '公', '司',
        '关', '行', '区', '县', '镇', '乡', '道', '联', '盟', '旗', '市',
    ];
    let ending = PLACE_ENDINGS.iter().find(|ending| {
        right.ends_with(**ending) && right.chars().count() >= ending.chars().count() + 2
    })?;
    let length = name.chars().count();
    // `公安、司法、西湖区政府`: departments by their work.
    if !ending.starts_with('市') && (length != 2 || FUNCTIONS.beginning(name).is_some()) {
        return None;
    }
    let place = (2..=3).contains(&length) || CITIES.has(name);
    let place = place && !name.ends_with(BODIES);
    place.then_some(ending)
}
