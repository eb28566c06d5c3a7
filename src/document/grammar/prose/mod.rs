//! Sentences that assign in running text: `由市发展改革委牵头，会同市财政局制定…`, `市教育局会同市人社局…`,
//! `数据由市城管局汇总`. Only bodies that are named count: `政府牵头、部门分工负责` names none.

mod bodies;

use std::ops::Range;

use super::super::numeral;
use super::assignment::{Assignment, Part};
use super::brackets;
use super::organisation::{self, Likeness, List};
use crate::domain::{Role, word_list};
use bodies::{agent, doers, duty, helpers, partners, subject};

/// Every such sentence of `text[range]` outside the brackets already read, one assignment a sentence. `duties`
/// tells that `A、B要…` says who has to do it, as in a text in articles.
pub(crate) fn within(
    text: &str,
    range: Range<usize>,
    assigned: &[Assignment],
    duties: bool,
) -> Vec<Assignment> {
    let mut found = Vec::new();
    for sentence in brackets::split(text, range, &['。']) {
        // `成立领导小组，由分管领导任组长，市财政局等为成员`: who sits in it, and no work.
        let words = &text[sentence.clone()];
        if SITS.inside(words) || (words.contains("组长") && words.contains("小组")) {
            continue;
        }
        let mut parts: Vec<Part> = Vec::new();
        // `A牵头，B、C，D配合`: a list that waits for the role of the next clause.
        let mut waiting: Vec<Range<usize>> = Vec::new();
        let mut range: Option<Range<usize>> = None;
        let clauses = brackets::clauses(text, sentence, &['，', '；', '：']);
        for clause in clauses.into_iter().flat_map(|clause| shares(text, clause)) {
            let clause = behind_number(text, clause);
            if assigned
                .iter()
                .any(|one| one.range.start < clause.end && clause.start < one.range.end)
            {
                continue;
            }
            let mut read = clause_parts(text, &clause, !parts.is_empty());
            match read.first_mut() {
                Some(part) if part.role != Some(Role::Lead) => {
                    part.list.names.splice(0..0, waiting.drain(..));
                }
                Some(_) => waiting.clear(),
                None if !parts.is_empty() => {
                    let list = helpers(text, clause.clone());
                    waiting.extend(list.into_iter().flat_map(|list| list.names));
                }
                None => {}
            }
            if read.is_empty() && duties && parts.is_empty() {
                read.extend(duty(text, &clause));
            }
            if let Some(end) = read
                .last()
                .and_then(|part| part.list.names.last())
                .map(|name| name.end)
            {
                let start = read[0]
                    .list
                    .names
                    .first()
                    .map_or(clause.start, |name| name.start);
                range = Some(range.map_or(start..end, |known| known.start..end));
            }
            parts.extend(read);
        }
        if let Some(range) = range {
            found.push(Assignment {
                range,
                parts,
                ..Assignment::default()
            });
        }
    }
    found
}

/// `（二）市财政局负责落实资本金`, `一是市住建局牵头…`: the clause without the number that counts it within a paragraph.
fn behind_number(text: &str, clause: Range<usize>) -> Range<usize> {
    let words = &text[clause.clone()];
    let numbered = |words: &str| {
        let rest = words.trim_start_matches(|c: char| c.is_ascii_digit() || numeral::is_numeral(c));
        (rest.len() < words.len() && words.len() - rest.len() <= 9)
            .then_some(words.len() - rest.len())
    };
    let behind = match words.strip_prefix('（') {
        Some(inner) => numbered(inner).and_then(|end| inner[end..].strip_prefix('）')),
        None => numbered(words).and_then(|end| words[end..].strip_prefix(['是', '.'])),
    };
    let counted = words.trim_start_matches(|c: char| ('①'..='⑳').contains(&c));
    clause.end - behind.unwrap_or(counted).len()..clause.end
}

/// `区体育局负责体育类、区科信局负责科技类`: each body with its own share is a clause.
fn shares(text: &str, clause: Range<usize>) -> Vec<Range<usize>> {
    if !text[clause.clone()].contains('、') {
        return vec![clause];
    }
    let pieces = brackets::split(text, clause.clone(), &['、']);
    let own = |piece: &Range<usize>| {
        let words = &text[piece.clone()];
        words
            .find("负责")
            .is_some_and(|at| organisation::likeness(&words[..at]) == Likeness::Strong)
    };
    match pieces.len() >= 2 && pieces.iter().all(own) {
        true => pieces,
        false => vec![clause],
    }
}

word_list!(
    /// Who sits in a group, and where its office is.
    SITS = "任组长 任副组长 办公室设在"
);

word_list!(
    /// Verbs of those who share the work.
    SHARING = "分别负责 共同负责 共同组织 联合举办 共同实施 共同承担"
);

word_list!(
    /// Verbs of those who help.
    HELPING = "配合 参与 参加 协助 协办 会办 协同 支持 做好"
);

/// What one clause assigns; `led` tells that a clause before it named somebody.
fn clause_parts(text: &str, clause: &Range<usize>, led: bool) -> Vec<Part> {
    let words = &text[clause.clone()];
    // `由县民政局负责的第1件实事`: a word of the sentence, and nothing that it asks for.
    let at = |verb: &str| {
        let at = words.find(verb)?;
        let behind = &words[at + verb.len()..];
        let attribute =
            behind.starts_with('的') || behind.starts_with("解释") || behind.ends_with("与解释");
        (!attribute).then_some(clause.start + at)
    };
    let worded = |list: List, role: Role| Part {
        list,
        role: Some(role),
        worded: true,
        labelled: false,
    };
    if let Some(verb) = at("会同") {
        let Some(partners) = partners(text, verb + "会同".len()..clause.end) else {
            return Vec::new();
        };
        // `市发改委要会同…`: the word of duty is no part of the name.
        let end = clause.start
            + text[clause.start..verb]
                .trim_end_matches("牵头")
                .trim_end_matches(['要', '应', '须', '当'])
                .len();
        return match subject(text, clause.start..end, true) {
            Some(leads) => vec![worded(leads, Role::Lead), worded(partners, Role::Support)],
            None if led => vec![worded(partners, Role::Support)],
            None => Vec::new(),
        };
    }
    if let Some(leads) = at("牵头").and_then(|verb| subject(text, clause.start..verb, true)) {
        return vec![worded(leads, Role::Lead)];
    }
    let acting = at("主办").or_else(|| at("承办"));
    if let Some(leads) = acting.and_then(|verb| subject(text, clause.start..verb, false)) {
        let role = if leads.names.len() == 1 || at("主办").is_some() {
            Role::Lead
        } else {
            Role::Joint
        };
        return vec![worded(leads, role)];
    }
    if let Some(all) = at("为责任单位")
        .filter(|_| led)
        .and_then(|verb| helpers(text, clause.start..verb))
    {
        return vec![worded(all, Role::Joint)];
    }
    if let Some(all) = at("按职责分工")
        .or_else(|| at("按照职责分工"))
        .and_then(|verb| subject(text, clause.start..verb, true))
        .filter(|all| all.names.len() >= 2)
    {
        return vec![worded(all, Role::Joint)];
    }
    if let Some(one) = at("汇总").and_then(|verb| subject(text, clause.start..verb, false)) {
        return vec![worded(one, Role::Consolidator)];
    }
    if let Some(verb) = SHARING.iter().find_map(at) {
        return subject(text, clause.start..verb, true)
            .or_else(|| led.then(|| helpers(text, clause.start..verb))?)
            .map(|all| worded(all, Role::Joint))
            .into_iter()
            .collect();
    }
    if let Some(one) = at("负责").and_then(|verb| subject(text, clause.start..verb, true)) {
        let role = if one.names.len() == 1 {
            Role::Lead
        } else {
            Role::Joint
        };
        return vec![worded(one, role)];
    }
    if let Some(agent) = agent(text, clause) {
        return vec![agent];
    }
    if !led {
        return Vec::new();
    }
    let helps = HELPING.iter().filter_map(at).min();
    // `市财政局要在项目审批、资金争取上给予支持`: the bodies end before the word of duty.
    let helping = helps.and_then(|verb| {
        let duty = || at("要").filter(|duty| *duty < verb);
        helpers(text, clause.start..verb).or_else(|| helpers(text, clause.start..duty()?))
    });
    if let Some(list) = helping {
        return vec![worded(list, Role::Support)];
    }
    let shares = || {
        let verbs = ["落实", "组织实施", "抓好", "负责"].iter();
        let verb = verbs.filter_map(|verb| at(verb)).min()?;
        Some(worded(helpers(text, clause.start..verb)?, Role::Joint))
    };
    shares()
        .or_else(|| doers(text, clause))
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let part = |part: &Part| {
            let names: Vec<&str> = part
                .list
                .names
                .iter()
                .map(|name| &text[name.clone()])
                .collect();
            format!("{} {}", part.role.map_or("", Role::code), names.join("、"))
        };
        within(text, 0..text.len(), &[], false)
            .iter()
            .map(|found| found.parts.iter().map(part).collect::<Vec<_>>().join("；"))
            .collect()
    }

    #[test]
    fn prose_may_assign() {
        let table = [
            (
                "由市发展改革委牵头，会同市财政局制定办法。",
                "lead 市发展改革委；support 市财政局",
            ),
            (
                "市教育局会同市财政局、市人社局制定具体方案。",
                "lead 市教育局；support 市财政局、市人社局",
            ),
            ("具体工作由市住建局负责。", "lead 市住建局"),
            (
                "由市委宣传部牵头，市城市管理局、团市委配合，组织开展活动。",
                "lead 市委宣传部；support 市城市管理局、团市委",
            ),
            (
                "市教育局、市卫生健康委分别负责学校、医院示范创建。",
                "joint 市教育局、市卫生健康委",
            ),
            (
                "各县区数据由市城市管理局汇总后报市政府。",
                "consolidator 市城市管理局",
            ),
        ];
        for (text, expected) in table {
            assert_eq!(read(text), [expected], "{text}");
        }
    }

    #[test]
    fn most_prose_does_not() {
        for text in [
            "成立主要领导任组长的领导小组，负责质量强区战略的制定",
            "建立政府牵头、部门分工负责的机制",
            "由企业负责人签字",
            "会同有关方面推进",
            "各有关部门要各司其职，协调配合",
        ] {
            assert!(read(text).is_empty(), "{text}: {:?}", read(text));
        }
    }
}
