//! One quick pass that says which grammars a text can possibly satisfy.
//!
//! Most sentences of a document hold no date, no number and no department. Looking for each phrase of each grammar
//! in each of them would be most of the work of reading; one automaton over all their key words is a small part.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

/// What a text may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Triggers(u8);

impl Triggers {
    const BRACKET: u8 = 1;
    const COLON: u8 = 2;
    const PROSE: u8 = 4;
    const RULE: u8 = 8;
    const TIME: u8 = 16;
    const TARGET: u8 = 32;
    const VERDICT: u8 = 64;
    const AMENDING: u8 = 128;

    /// An opening bracket.
    pub(crate) fn bracket(self) -> bool {
        self.0 & Self::BRACKET != 0
    }

    /// A colon.
    pub(crate) fn colon(self) -> bool {
        self.0 & Self::COLON != 0
    }

    /// A verb by which prose assigns.
    pub(crate) fn prose(self) -> bool {
        self.0 & Self::PROSE != 0
    }

    /// A word of the sentences that declare role rules.
    pub(crate) fn rule(self) -> bool {
        self.0 & Self::RULE != 0
    }

    /// A digit or a word for a time.
    pub(crate) fn time(self) -> bool {
        self.0 & Self::TIME != 0
    }

    /// A digit or a word of a target.
    pub(crate) fn target(self) -> bool {
        self.0 & (Self::TARGET | Self::VERDICT) != 0
    }

    /// A word of a target that has no digits.
    pub(crate) fn verdict(self) -> bool {
        self.0 & Self::VERDICT != 0
    }

    /// A word by which one document changes another.
    pub(crate) fn amending(self) -> bool {
        self.0 & Self::AMENDING != 0
    }

    /// Anything that could assign somebody.
    pub(crate) fn assigning(self) -> bool {
        self.0 & (Self::BRACKET | Self::COLON | Self::PROSE | Self::RULE | Self::AMENDING) != 0
    }
}

/// Reads a text once.
pub(crate) fn of(text: &str) -> Triggers {
    let mut found = 0;
    if text.bytes().any(|byte| byte.is_ascii_digit()) {
        found |= Triggers::TIME | Triggers::TARGET;
    }
    let Some(automaton) = AUTOMATON.as_ref() else {
        return Triggers(u8::MAX);
    };
    for hit in automaton.find_overlapping_iter(text) {
        found |= WORDS[hit.pattern().as_usize()].1;
    }
    Triggers(found)
}

static AUTOMATON: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let mut builder = AhoCorasick::builder();
    builder
        .kind(Some(AhoCorasickKind::DFA))
        .match_kind(MatchKind::Standard);
    builder.build(WORDS.iter().map(|(word, _)| word)).ok()
});

const WORDS: &[(&str, u8)] = &[
    ("（", Triggers::BRACKET),
    ("【", Triggers::BRACKET),
    ("〔", Triggers::BRACKET),
    ("[", Triggers::BRACKET),
    ("［", Triggers::BRACKET),
    ("﹝", Triggers::BRACKET),
    ("）", Triggers::BRACKET),
    ("：", Triggers::COLON),
    ("——", Triggers::COLON),
    ("单位为", Triggers::COLON),
    ("部门为", Triggers::COLON),
    ("】", Triggers::COLON),
    ("单位|", Triggers::COLON),
    ("主办", Triggers::PROSE),
    ("承办", Triggers::PROSE),
    ("由市", Triggers::PROSE),
    ("由县", Triggers::PROSE),
    ("由区", Triggers::PROSE),
    ("由省", Triggers::PROSE),
    ("由州", Triggers::PROSE),
    ("由自治区", Triggers::PROSE),
    ("分别组", Triggers::PROSE),
    ("牵头", Triggers::PROSE),
    ("会同", Triggers::PROSE),
    ("负责", Triggers::PROSE),
    ("汇总", Triggers::PROSE),
    ("责任单位", Triggers::PROSE),
    ("配合单位", Triggers::PROSE),
    ("调整为", Triggers::AMENDING),
    ("修改为", Triggers::AMENDING),
    ("变更为", Triggers::AMENDING),
    ("下同", Triggers::RULE),
    ("第一位", Triggers::RULE),
    ("首位", Triggers::RULE),
    ("列第一", Triggers::RULE),
    ("在第一", Triggers::RULE),
    ("排第一", Triggers::RULE),
    ("第一个", Triggers::RULE),
    ("排名第一", Triggers::RULE),
    ("排序第一", Triggers::RULE),
    ("行政序列", Triggers::RULE),
    ("不分先后", Triggers::RULE),
    ("头单位的", Triggers::RULE),
    ("头部门的", Triggers::RULE),
    ("为牵头", Triggers::RULE),
    ("是牵头", Triggers::RULE),
    ("即牵头", Triggers::RULE),
    ("为主办", Triggers::RULE),
    ("表示牵头", Triggers::RULE),
    ("机构序列", Triggers::RULE),
    ("不分主次", Triggers::RULE),
    ("不分前后", Triggers::RULE),
    ("一个的", Triggers::RULE),
    ("年底", Triggers::TIME),
    ("年末", Triggers::TIME),
    ("年内", Triggers::TIME),
    ("半年", Triggers::TIME),
    ("季度", Triggers::TIME),
    ("十一五", Triggers::TIME),
    ("十二五", Triggers::TIME),
    ("十三五", Triggers::TIME),
    ("十四五", Triggers::TIME),
    ("十五五", Triggers::TIME),
    ("百分之", Triggers::VERDICT),
    ("控制在", Triggers::VERDICT),
    ("平均水平", Triggers::VERDICT),
    ("同步", Triggers::VERDICT),
    ("下达", Triggers::VERDICT),
    ("定任务", Triggers::VERDICT),
    ("达到要求", Triggers::VERDICT),
    ("逐年", Triggers::VERDICT),
    ("稳中有", Triggers::VERDICT),
    ("只增不减", Triggers::VERDICT),
    ("只减不增", Triggers::VERDICT),
    ("只升不降", Triggers::VERDICT),
    ("只降不升", Triggers::VERDICT),
    ("不降低", Triggers::VERDICT),
    ("A级", Triggers::VERDICT),
    ("B级", Triggers::VERDICT),
    ("C级", Triggers::VERDICT),
    ("优秀", Triggers::VERDICT),
    ("良好", Triggers::VERDICT),
    ("等次", Triggers::VERDICT),
    ("遏制", Triggers::VERDICT),
    ("杜绝", Triggers::VERDICT),
    ("防止", Triggers::VERDICT),
    ("不发生", Triggers::VERDICT),
    ("不出现", Triggers::VERDICT),
    ("零发生", Triggers::VERDICT),
    ("清零", Triggers::VERDICT),
    ("归零", Triggers::VERDICT),
    ("增速", Triggers::VERDICT),
    ("零事故", Triggers::VERDICT),
    ("零死亡", Triggers::VERDICT),
    ("无重", Triggers::VERDICT),
    ("无较大", Triggers::VERDICT),
    ("无特大", Triggers::VERDICT),
    ("无一", Triggers::VERDICT),
    ("无责任", Triggers::VERDICT),
    ("二个", Triggers::VERDICT),
    ("两个", Triggers::VERDICT),
    ("三个", Triggers::VERDICT),
    ("四个", Triggers::VERDICT),
    ("五个", Triggers::VERDICT),
    ("十个", Triggers::VERDICT),
    ("十件", Triggers::VERDICT),
    ("十大", Triggers::VERDICT),
    ("两家", Triggers::VERDICT),
    ("三家", Triggers::VERDICT),
    ("两所", Triggers::VERDICT),
    ("三所", Triggers::VERDICT),
    ("两项", Triggers::VERDICT),
    ("三项", Triggers::VERDICT),
    ("十项", Triggers::VERDICT),
    ("两座", Triggers::VERDICT),
    ("三座", Triggers::VERDICT),
    ("两条", Triggers::VERDICT),
    ("三条", Triggers::VERDICT),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_sorted_by_what_they_may_hold() {
        assert_eq!(
            of("完善质量管理制度建设，扶优治劣，维护市场经济秩序"),
            Triggers::default()
        );
        assert!(of("年底前完成").time());
        assert!(of("达到92%以上").target());
        assert!(of("投诉率逐年下降").target());
        assert!(of("（市发改委）").bracket());
        assert!(of("由市发改委牵头").prose());
        assert!(of("除标注外，列第一位的为牵头单位，下同").rule());
    }
}
