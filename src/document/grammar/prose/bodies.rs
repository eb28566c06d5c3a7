//! The bodies of a sentence that assigns in running text: before its verb, behind 由 or 会同, at the head of a clause.

use std::ops::Range;

use super::super::assignment::Part;
use super::super::organisation::{self, Likeness, List};
use crate::domain::{Role, word_list};

word_list!(
    /// Words by which a clause says that its bodies help and do not answer for the work.
    HELP = "配合 参与 协助 协同 支持 指导 保障 做好 提供"
);

/// `由县农业农村局组织…`: who does it stands behind 由.
pub(super) fn agent(text: &str, clause: &Range<usize>) -> Option<Part> {
    let start = clause.start
        + text[clause.clone()]
            .strip_prefix('由')
            .map(|_| '由'.len_utf8())?;
    let mut part = named_doers(text, &(start..clause.end), true)?;
    part.role = part.role.map(|role| match part.list.names.len() {
        1 => Role::Lead,
        _ => role,
    });
    Some(part)
}

/// `各区县人民政府负责具体落实`, `A、B共同推进`: behind a clause that names who leads, bodies at the head of the next
/// and what they do.
pub(super) fn doers(text: &str, clause: &Range<usize>) -> Option<Part> {
    named_doers(text, clause, false)
}

/// Behind 由 a name may look like other words, when the last is sure: `由军分区、武警支队组建…`.
fn named_doers(text: &str, clause: &Range<usize>, behind: bool) -> Option<Part> {
    let mut list = organisation::list(text, clause.clone());
    let last = list.names.pop()?;
    let word = &text[last.clone()];
    if PERSONS.inside(word) {
        return None;
    }
    let length = organisation::body_prefix(word).filter(|length| *length < word.len())?;
    let sure = |name: &Range<usize>| {
        let word = &text[name.clone()];
        organisation::is_sure(word) || organisation::is_enterprise(word)
    };
    let body = last.start..last.start + length;
    let predicate = &word[length..];
    let verb = list.names.first().unwrap_or(&body).start;
    let acts = text[verb..].starts_with([
        '报', '经', '送', '对', '向', '在', '将', '把', '从', '以', '为', '按', '与', '于', '至',
    ]);
    // `配合市住建局做好培训`: who has been named helps the body that follows.
    let dated = text[verb..].starts_with(|c: char| c.is_ascii_digit());
    let acts = acts || dated || VERBS.beginning(&text[verb..]).is_some();
    let likely = |name: &Range<usize>| {
        sure(name) || (behind && organisation::likeness(&text[name.clone()]) > Likeness::None)
    };
    let named =
        !acts && sure(&body) && list.names.iter().all(likely) && predicate.chars().count() <= 16;
    list.names.push(body);
    let role = if HELP.inside(predicate) && !predicate.starts_with("按职责分工") {
        Role::Support
    } else {
        Role::Joint
    };
    named.then_some(Part {
        list,
        role: Some(role),
        worded: true,
        labelled: false,
    })
}

word_list!(
    /// `各部门主要负责同志为第一责任人`: people, and no body.
    PERSONS = "负责同志 负责人 责任人 一把手"
);

word_list!(
    VERBS = "严禁 禁止 不得 防止 避免 配合 协助 支持 督促 指导 会同 协同 参与 报请 提请 商请 请 以上 上述"
);

word_list!(ADVERBS = "予以 共同 积极 负责 具体 分别 做好");

/// The bodies before `配合`, when a clause before has named who leads: companies and bodies of many count as well.
pub(super) fn helpers(text: &str, range: Range<usize>) -> Option<List> {
    let words = text[range.clone()].trim_end_matches(['为', '是', '作', '要', '应', '须']);
    let mut end = range.start + words.len();
    while let Some(adverb) = ADVERBS.ending(&text[range.start..end]) {
        end -= adverb.len();
    }
    let list = organisation::list(text, range.start..end);
    let sure = |name: &Range<usize>| {
        let word = &text[name.clone()];
        organisation::likeness(word) == Likeness::Strong
            || (organisation::is_collective(word) && word.chars().count() >= 3)
            || organisation::is_enterprise(word)
    };
    // `漳扎镇、白河乡人民政府`: a place may wait for its body.
    let likely = |name: &Range<usize>| {
        sure(name) || organisation::likeness(&text[name.clone()]) > Likeness::None
    };
    // `江孜、白朗等县人民政府`.
    let behind = list.names.last().map_or("", |name| &text[name.end..end]);
    let governed = list.open && behind.ends_with("政府");
    (governed || (list.names.iter().any(sure) && list.names.iter().all(likely))).then_some(list)
}

word_list!(
    /// Verbs behind a body that say what it does: `州民政局指导村委会…`.
    ACTS = "指导 组织 承担 统筹 牵头 会同 制定 建立 健全 开展 推进 加强 实施 监督 督促 编制 完善 落实 做好"
);

/// `请市委组织部、市人社局研究政策`: whom minutes ask.
fn asked(text: &str, clause: &Range<usize>) -> Option<Part> {
    let rest = text[clause.clone()].strip_prefix('请')?;
    let mut part = named_doers(text, &(clause.end - rest.len()..clause.end), false)?;
    part.role = Some(match part.list.names.len() {
        1 => Role::Lead,
        _ => Role::Joint,
    });
    Some(part)
}

/// `市人社局、公安局要加强联合执法`: bodies with a duty.
pub(super) fn duty(text: &str, clause: &Range<usize>) -> Option<Part> {
    if let Some(asked) = asked(text, clause) {
        return Some(asked);
    }
    let words = &text[clause.clone()];
    // `市应急局要…`: a name may hold the letter of a verb.
    let mut duty: Vec<usize> = ["应", "要", "须"]
        .iter()
        .flat_map(|verb| words.match_indices(verb).map(|(at, _)| at))
        .collect();
    duty.sort_unstable();
    let acts = || {
        let length = organisation::body_prefix(words)?;
        ACTS.beginning(&words[length..]).map(|_| length)
    };
    let before = |verb: usize| subject(text, clause.start..clause.start + verb, true);
    let list = match duty.is_empty() {
        true => before(acts()?)?,
        false => duty.into_iter().take(4).find_map(before)?,
    };
    let role = if list.names.len() == 1 {
        Role::Lead
    } else {
        Role::Joint
    };
    Some(Part {
        list,
        role: Some(role),
        worded: true,
        labelled: false,
    })
}

/// The bodies behind `由`, or at the start of the clause where `bare` allows it.
pub(super) fn subject(text: &str, range: Range<usize>, bare: bool) -> Option<List> {
    // `市发改委为牵头单位`.
    let words = text[range.clone()].trim_end_matches(['为', '是', '作', '要', '应', '须']);
    let range = range.start..range.start + words.len();
    let by = words.rfind('由');
    let start = match by {
        Some(by) => range.start + by + '由'.len_utf8(),
        None if bare => range.start,
        None => return None,
    };
    let adverb = [
        "统一",
        "共同",
        "分别",
        "具体",
        "统筹",
        "按照职责分工",
        "按职责分工",
        "依职责",
        "按职责",
        "分工",
    ]
    .iter()
    .find(|word| text[start..range.end].ends_with(**word));
    let list = organisation::list(text, start..range.end - adverb.map_or(0, |word| word.len()));
    // `由公安、交通部门负责`: fields of work that share the word behind the last.
    let kinds = by.is_some()
        && list
            .names
            .last()
            .is_some_and(|name| text[name.clone()].ends_with("部门"));
    let named = |name: &Range<usize>| {
        let word = &text[name.clone()];
        (organisation::likeness(word) == Likeness::Strong
            || (kinds
                && (2..=8).contains(&word.chars().count())
                && organisation::may_be_name(word))
            || (start == range.start && is_town(word))
            || (by.is_some()
                && organisation::likeness(word) > Likeness::None
                && word.chars().count() >= 4))
            && !organisation::is_collective(word)
            && (by.is_some() || is_office(word) || is_town(word))
    };
    (!list.names.is_empty() && list.names.iter().all(named)).then_some(list)
}

/// `分水镇`, `武康街道`.
fn is_town(name: &str) -> bool {
    let towns = ["镇", "乡", "街道"].iter().any(|rank| name.ends_with(rank));
    towns
        && (3..=6).contains(&name.chars().count())
        && !organisation::is_collective(name)
        && organisation::likeness(name) > Likeness::None
}

/// An office by its ending, or by the rank before it; `部门`, `政府` and the like stand in general sentences.
fn is_office(name: &str) -> bool {
    let ranked = name.starts_with(['省', '市', '县', '区', '州', '盟', '旗'])
        && !["部门", "政府", "单位", "机构"]
            .iter()
            .any(|general| name.ends_with(general));
    (ranked || OFFICES.ending(name).is_some()) && name.chars().count() >= 3
}

word_list!(
    OFFICES =
        "管委会 分行 支行 支队 厅 局 委 办 署 院 办公室 宣传部 组织部 总队 联合会 工商联 妇联 残联"
);

/// The bodies behind `会同`, up to the verb that follows them.
pub(super) fn partners(text: &str, range: Range<usize>) -> Option<List> {
    let all = organisation::list(text, range.clone());
    // `会同华菱涟钢、三一中阳等企业`: the word behind the list says what its names are.
    let behind = all
        .names
        .last()
        .map_or("", |name| &text[name.end..range.end]);
    let companies = all.open && (behind.starts_with("等企业") || behind.starts_with("等公司"));
    if companies
        && all
            .names
            .iter()
            .all(|name| organisation::may_be_name(&text[name.clone()]))
    {
        return Some(all);
    }
    let last = all.names.len().saturating_sub(1);
    let mut names: Vec<Range<usize>> = Vec::new();
    for (index, name) in all.names.into_iter().enumerate() {
        let word = &text[name.clone()];
        // `会同有关部门建立工作台账`: the verb is no part of them.
        let length = organisation::body_prefix(word).filter(|length| *length < word.len());
        if let Some(length) = length.filter(|length| organisation::is_collective(&word[..*length]))
            && organisation::likeness(word) != Likeness::Strong
        {
            names.push(name.start..name.start + length);
            break;
        }
        let whole = organisation::likeness(word) > Likeness::None || word.ends_with('）');
        // `县公安局交通警察大队、县水利局办理`: only the last name runs into the verb.
        let listed = index < last && word.chars().count() >= 4;
        if organisation::likeness(word) == Likeness::Strong
            || (whole && (listed || organisation::is_collective(word)))
        {
            names.push(name);
            continue;
        }
        match organisation::body_prefix(word) {
            Some(length) => {
                names.push(name.start..name.start + length);
                break;
            }
            None => break,
        }
    }
    (!names.is_empty()).then_some(List {
        names,
        open: all.open,
        marked: Vec::new(),
    })
}
