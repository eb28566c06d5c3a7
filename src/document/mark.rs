//! The mark at the head of a line: `一、` `（一）` `1.` `（1）` `①` `第三条` `第一章` `专栏2` `附件1`.

use super::numeral;
use crate::domain::word_list;

/// The kinds of mark, from the outermost to the innermost (GB/T 9704-2012, 7.3.3: 一、→（一）→1.→（1）).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum MarkKind {
    /// `附件1`, `附表2`.
    Annex,
    /// `第一编`, `第一篇`.
    Part,
    /// `第一章`.
    Chapter,
    /// `第一节`.
    Division,
    /// `第一条`.
    Article,
    /// `一、`.
    Han,
    /// `（一）`.
    HanInBrackets,
    /// `专栏1`.
    Panel,
    /// `任务一：`, `举措1.`, `第001号提案：`.
    Named,
    /// `1.`.
    Arabic,
    /// `（1）`.
    ArabicInBrackets,
    /// `①`.
    Circled,
}

/// A mark that was found at the head of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// Which kind.
    pub kind: MarkKind,
    /// Its number.
    pub number: u32,
    /// Bytes of the mark itself, without the space after it.
    pub length: usize,
}

/// Reads the mark at the head of `text`, which must not begin with space. Half- and full-width forms are
/// both accepted: scans print `(三)` for `（三）`.
pub(super) fn read(text: &str) -> Option<Mark> {
    let first = text.chars().next()?;
    match first {
        '（' | '(' => in_brackets(text, first.len_utf8()),
        '第' => ordinal(text),
        '专' => named(text, "专栏", MarkKind::Panel),
        '附' => {
            named(text, "附件", MarkKind::Annex).or_else(|| named(text, "附表", MarkKind::Annex))
        }
        '①'..='⑳' => Some(Mark {
            kind: MarkKind::Circled,
            number: first as u32 - '①' as u32 + 1,
            length: first.len_utf8(),
        }),
        '0'..='9' | '０'..='９' => arabic(text),
        '★' | '☆' | '▲' | '△' | '※' | '●' | '◆' | '■' => starred(text, first),
        _ if numeral::is_numeral(first) => han(text),
        _ => worded(text),
    }
}

/// `★3.推进…`: a sign that picks the item out stands before its number.
fn starred(text: &str, sign: char) -> Option<Mark> {
    let rest = text[sign.len_utf8()..].trim_start_matches([sign, ' ']);
    let numbered = rest.starts_with(|c: char| {
        c.is_ascii_digit() || c == '（' || c == '(' || numeral::is_numeral(c)
    });
    let mark = read(rest).filter(|_| numbered)?;
    Some(Mark {
        length: mark.length + text.len() - rest.len(),
        ..mark
    })
}

word_list!(
    /// Words that number what is to be done.
    NUMBERED = "任务 重点任务 举措 措施 行动 工程 专项行动 事项 项目 目标 实事 提案 建议 议题 问题 要点"
);

/// `任务一：`, `举措1.`, `工程二、`: a word with its number and a stop behind it.
fn worded(text: &str) -> Option<Mark> {
    let word = NUMBERED.beginning(text)?;
    let rest = &text[word.len()..];
    let (number, length) = numeral::leading(rest).or_else(|| digits(rest, 3))?;
    let end = word.len() + length;
    let length = named_length(text, end).or_else(|| heads_line(text, end).then_some(end))?;
    Some(Mark {
        kind: MarkKind::Named,
        number,
        length,
    })
}

/// `行动一海洋经济提质行动`: the space behind the number was lost; a short line that is no sentence.
fn heads_line(text: &str, end: usize) -> bool {
    let rest = &text[end..];
    let other = rest.starts_with([
        '览', '期', '批', '次', '些', '定', '般', '体', '流', '号', '个', '项', '类', '级', '年',
        '月', '.',
    ]);
    numeral::is_numeral(text[..end].chars().next_back().unwrap_or(' '))
        && (2..=24).contains(&rest.chars().count())
        && !other
        && !rest.contains(['。', '，', '；', '：', ',', '\t', '|'])
}

/// The length of a named mark whose number ends at `end`: a stop or space must follow, and more behind it.
fn named_length(text: &str, end: usize) -> Option<usize> {
    let stop = text[end..]
        .chars()
        .next()
        .filter(|c| matches!(c, '：' | ':' | '、' | '.' | '．' | ' ' | '\u{3000}'))?;
    let length = end + stop.len_utf8();
    let dated = text[length..].starts_with(|c: char| c.is_ascii_digit()) && stop == '.';
    (!dated).then_some(length)
}

/// `一、进一步完善…`; but not `一、二、三产业`, which is prose.
fn han(text: &str) -> Option<Mark> {
    let (number, length) = numeral::leading(text)?;
    let rest = &text[length..];
    let separator = rest
        .chars()
        .next()
        .filter(|c| matches!(c, '、' | '．' | '.'))?;
    let mut after = rest[separator.len_utf8()..].chars();
    if after.next().is_some_and(numeral::is_numeral)
        && after
            .next()
            .is_some_and(|c| matches!(c, '、' | '产' | '级' | '类' | '次' | '线'))
    {
        return None;
    }
    Some(Mark {
        kind: MarkKind::Han,
        number,
        length: length + separator.len_utf8(),
    })
}

/// `（一）` and `（1）`; a year or a range in brackets is neither.
fn in_brackets(text: &str, open: usize) -> Option<Mark> {
    let inner = &text[open..];
    let (kind, number, length) = match numeral::leading(inner) {
        Some((number, length)) => (MarkKind::HanInBrackets, number, length),
        None => {
            let (number, length) = digits(inner, 3)?;
            (MarkKind::ArabicInBrackets, number, length)
        }
    };
    let close = inner[length..]
        .chars()
        .next()
        .filter(|c| matches!(c, '）' | ')'))?;
    Some(Mark {
        kind,
        number,
        length: open + length + close.len_utf8(),
    })
}

/// `1.`, `1．`, `1、`; `1.5亿元` and `2017.` are not marks.
fn arabic(text: &str) -> Option<Mark> {
    let (number, length) = digits(text, 3)?;
    let rest = &text[length..];
    let separator = rest
        .chars()
        .next()
        .filter(|c| matches!(c, '.' | '．' | '、'))?;
    let behind = &rest[separator.len_utf8()..];
    let after = behind.chars().next();
    // `1．2019年9月底前完成…`: a year opens the words.
    let dated = behind.len() > 4
        && behind.bytes().take(4).all(|byte| byte.is_ascii_digit())
        && behind.get(4..).is_some_and(|rest| rest.starts_with('年'));
    if !dated && after.is_some_and(|c| c.is_ascii_digit() || ('０'..='９').contains(&c)) {
        return None;
    }
    (number > 0).then_some(Mark {
        kind: MarkKind::Arabic,
        number,
        length: length + separator.len_utf8(),
    })
}

/// `第一章`, `第十二条`, `第3条`. `第一，` and `第三方` are prose.
fn ordinal(text: &str) -> Option<Mark> {
    let start = '第'.len_utf8();
    let (number, length) =
        numeral::leading(&text[start..]).or_else(|| digits(&text[start..], 3))?;
    let word = text[start + length..].chars().next()?;
    if matches!(word, '号' | '件' | '项') {
        return numbered(text, number, start + length + word.len_utf8());
    }
    let kind = match word {
        '编' | '篇' => MarkKind::Part,
        '章' => MarkKind::Chapter,
        '节' => MarkKind::Division,
        '条' => MarkKind::Article,
        _ => return None,
    };
    let length = start + length + word.len_utf8();
    // `第三章规定的…` inside a sentence does not head a line; a heading is followed by space or its title.
    let prose = text[length..].starts_with(['所', '第', '、', '，', '的', '至', '和'])
        || text[length..].starts_with("规定");
    (!prose).then_some(Mark {
        kind,
        number,
        length,
    })
}

/// `第001号提案：`, `第3件：`, whose number ends at `end`.
fn numbered(text: &str, number: u32, end: usize) -> Option<Mark> {
    let word = NUMBERED.beginning(&text[end..]).map_or(0, str::len);
    // `第12号 关于…的建议`: the space may be gone.
    let spaced = || {
        let subject = &text[end + word..];
        (subject.starts_with("关于") || subject.starts_with('《')).then_some(end + word)
    };
    let length = named_length(text, end + word).or_else(spaced);
    length.map(|length| Mark {
        kind: MarkKind::Named,
        number,
        length,
    })
}

/// `专栏1`, `附件2`, and the bare word as the first of its kind.
fn named(text: &str, word: &str, kind: MarkKind) -> Option<Mark> {
    let rest = text.strip_prefix(word)?;
    let gap = rest.len() - rest.trim_start_matches([' ', '\u{3000}']).len();
    let numbered = &rest[gap..];
    if let Some((number, length)) = digits(numbered, 2).or_else(|| numeral::leading(numbered)) {
        return Some(Mark {
            kind,
            number,
            length: word.len() + gap + length,
        });
    }
    // `专栏　重点项目`: the only one of its kind may have a title and no number.
    let titled = kind == MarkKind::Panel
        && numbered.chars().count() <= 24
        && !numbered.contains(['。', '，', '；', '：', '、']);
    (titled || rest.trim().is_empty()).then_some(Mark {
        kind,
        number: 1,
        length: word.len(),
    })
}

/// Reads at most `most` digits, half or full width, that no further digit follows.
fn digits(text: &str, most: usize) -> Option<(u32, usize)> {
    let mut number = 0;
    let mut length = 0;
    let mut count = 0;
    for c in text.chars() {
        let value = match c {
            '0'..='9' => c as u32 - '0' as u32,
            '０'..='９' => c as u32 - '０' as u32,
            _ => break,
        };
        count += 1;
        if count > most {
            return None;
        }
        number = number * 10 + value;
        length += c.len_utf8();
    }
    (count > 0).then_some((number, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_in_every_form() {
        let table = [
            ("一、总体目标", MarkKind::Han, 1, "一、"),
            ("二十一、收尾", MarkKind::Han, 21, "二十一、"),
            ("（三）强化", MarkKind::HanInBrackets, 3, "（三）"),
            ("(三)强化", MarkKind::HanInBrackets, 3, "(三)"),
            ("(一) 指导思想", MarkKind::HanInBrackets, 1, "(一)"),
            ("1.强化政府主导责任", MarkKind::Arabic, 1, "1."),
            ("12．完善", MarkKind::Arabic, 12, "12．"),
            ("3、推进", MarkKind::Arabic, 3, "3、"),
            ("（2）加快", MarkKind::ArabicInBrackets, 2, "（2）"),
            ("③开展", MarkKind::Circled, 3, "③"),
            ("第十二条　各地", MarkKind::Article, 12, "第十二条"),
            ("第一章 总则", MarkKind::Chapter, 1, "第一章"),
            ("专栏1 主要指标", MarkKind::Panel, 1, "专栏1"),
            ("附件", MarkKind::Annex, 1, "附件"),
            ("附件2", MarkKind::Annex, 2, "附件2"),
            ("（100）推进", MarkKind::ArabicInBrackets, 100, "（100）"),
            ("★3.推进", MarkKind::Arabic, 3, "★3."),
        ];
        for (text, kind, number, printed) in table {
            let mark = read(text).unwrap_or_else(|| panic!("no mark in {text}"));
            assert_eq!(
                (mark.kind, mark.number, &text[..mark.length]),
                (kind, number, printed)
            );
        }
    }

    #[test]
    fn prose_is_not_taken_for_a_mark() {
        for text in [
            "一、二、三产业融合发展",
            "一是加强领导",
            "1.5亿元",
            "2017年",
            "2020.",
            "（2013-2020年）",
            "（组织）",
            "(修)订装备制造业",
            "第三方评估",
            "第一，",
            "第三章规定",
            "十三五、",
            "附件所列事项",
            "3·15",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
