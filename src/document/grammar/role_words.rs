//! The words at the end of a clause that say what its bodies are to the work.

use crate::domain::{Role, word_list};

word_list!(
    /// Words that may stand in the tail of a clause.
    WORDS = "做好相关工作 做好有关工作 做好落实工作 组织实施 组织落实 抓好落实 综合协调 统筹协调 牵头抓总 密切配合 共同推进 负总责 \
             抓总 牵头 主办 主责 承办 会办 分办 负责 配合 参与 参加 协助 协办 支持 汇总 分别 共同 联合 分工 职责 职能 各自 各负其责 \
             落实 实施 推进 办理 按照 根据 依据 依照 按 依 具体 主要 分头 协同 为主 等 承担 统筹"
);

/// The role words at the end of a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RoleWords {
    /// Where they begin.
    pub at: usize,
    words: String,
}

impl RoleWords {
    /// The role that they give; `A、B负责` leaves it to the document's rule, `A负责` alone makes A lead.
    pub(super) fn role(&self) -> Option<Role> {
        let has = |word: &str| self.words.contains(word);
        if LEADING.inside(&self.words) {
            Some(Role::Lead)
        } else if has("汇总") {
            Some(Role::Consolidator)
        } else if HELPING.inside(&self.words) && !has("负责") {
            Some(Role::Support)
        } else if self.shares_duties() {
            Some(Role::Joint)
        } else if HELPING.inside(&self.words) || (ASSISTING.inside(&self.words) && !has("负责")) {
            Some(Role::Support)
        } else {
            None
        }
    }

    /// `按职责分工负责`, `分别负责`, `共同负责`: everybody has a share.
    pub(super) fn shares_duties(&self) -> bool {
        [
            "职责",
            "职能",
            "分工",
            "分别",
            "共同",
            "联合",
            "各自",
            "各负其责",
            "各司其职",
            "分头",
            "分办",
        ]
        .iter()
        .any(|word| self.words.contains(word))
            && !self.words.contains("牵头")
    }

    /// `督办`, `负责督促检查`: its bodies watch and do not do.
    pub(super) fn watches(&self) -> bool {
        let acts = |word: &str| self.words.contains(word);
        WATCHING.inside(&self.words)
            && !LEADING.inside(&self.words)
            && !HELPING.inside(&self.words)
            && !acts("指导")
            && !acts("落实")
            && !acts("实施")
    }
}

word_list!(
    /// Words of those who lead.
    LEADING = "牵头 主办 主责 抓总 负总责 为主 主抓 总负责 主管"
);
word_list!(
    /// Words of those who help, whether by their duties or not: `按职责配合`.
    HELPING = "配合 参与 参加 协助 协办 会办"
);
word_list!(
    /// Words of those who help unless their duties are spoken of: `按职责分工协同推进` shares the work.
    ASSISTING = "支持 协同 协作 指导 保障"
);
word_list!(
    /// Words of those who watch.
    WATCHING = "督办 督促 督导 督查 监督 跟踪 考核 评估"
);

word_list!(
    /// Words of which one at least decides.
    DECIDING = "牵头 主办 主责 会办 分办 承办 抓总 总责 负责 配合 参与 参加 协助 协办 汇总 落实 实施 推进 办理 支持 协同 为主 职责 统筹 \
                各负其责 各司其职 主抓 责任主体 责任单位 督办 督促 督导 督查 协作 指导 保障 做好"
);

/// The words of duty behind the last body of a clause, whatever else stands among them: `总牵头`, `根据各自职责做好落实`,
/// `为牵头单位`. `at` is where the body ends.
pub(super) fn behind(clause: &str, at: usize) -> Option<RoleWords> {
    let words = &clause[at..];
    let short = words.chars().count() <= 16;
    (short && DECIDING.inside(words)).then(|| RoleWords {
        at,
        words: words.to_owned(),
    })
}

/// Finds the role words at the end of `clause`, if it has any that decide a role.
pub(super) fn strip(clause: &str) -> Option<RoleWords> {
    let mut at = clause.len();
    while let Some(word) = WORDS.ending(&clause[..at]) {
        at -= word.len();
        if at == 0 {
            break;
        }
    }
    // A final 等 belongs to the list, not to the role.
    if clause[at..].starts_with('等') {
        at += '等'.len_utf8();
    }
    let words = &clause[at..];
    DECIDING.inside(words).then(|| RoleWords {
        at,
        words: words.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_of_a_clause_is_found() {
        let table = [
            ("自治区质监局牵头", "自治区质监局", Role::Lead),
            (
                "发改委、质监局按照职责分工负责",
                "发改委、质监局",
                Role::Joint,
            ),
            (
                "发改委、质监局等按职责分工负责",
                "发改委、质监局等",
                Role::Joint,
            ),
            (
                "发改委、质监局根据职能分工抓好落实",
                "发改委、质监局",
                Role::Joint,
            ),
            ("各县区政府配合", "各县区政府", Role::Support),
            (
                "市财政局、市审计局参与",
                "市财政局、市审计局",
                Role::Support,
            ),
            ("市质发办汇总", "市质发办", Role::Consolidator),
            ("市发改委牵头组织实施", "市发改委", Role::Lead),
        ];
        for (clause, names, role) in table {
            let words = strip(clause).unwrap_or_else(|| panic!("no role in {clause}"));
            assert_eq!(
                (&clause[..words.at], words.role()),
                (names, Some(role)),
                "{clause}"
            );
        }
        assert_eq!(strip("自治区质监局"), None);
        assert_eq!(strip("负责").map(|words| words.at), Some(0));
    }
}
