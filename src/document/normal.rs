//! The normal form of a character: half-width, wide and traditional forms, and space between names.

use std::sync::LazyLock;

use super::grammar::label::{self, Label};
use super::grammar::organisation::{self, Likeness};
use crate::domain::word_list;

const STOPS: &[char] = &[
    '、', '，', '；', '：', '。', ',', ';', ':', ' ', '\u{3000}', '\t', '\u{a0}',
];

/// The last word of `before` and the first of `after`, unless the latter is a label before its colon.
fn words_between<'w>(before: &'w str, after: &'w str) -> Option<(&'w str, &'w str)> {
    let after = after.trim_start_matches([' ', '\u{3000}', '\u{a0}']);
    let end = after.find(STOPS).unwrap_or(after.len());
    // `配合单位：` behind a list is a label.
    if after[end..].starts_with(['：', ':']) {
        return None;
    }
    let tail = before
        .char_indices()
        .rev()
        .take(24)
        .take_while(|(_, c)| !STOPS.contains(c))
        .last()
        .map_or(before.len(), |(at, _)| at);
    Some((&before[tail..], &after[..end]))
}

/// What stands for the space between two words: `、` between two bodies (`市发改委 市财政局`), `：` between a label and its
/// first body (`责任单位 市发改委`).
pub(super) fn for_space(before: &str, after: &str) -> Option<char> {
    let (left, right) = words_between(before, after)?;
    let body = organisation::likeness(right) == Likeness::Strong;
    let label = label::meaning(left);
    match label {
        Some(Label::Departments(_)) if body && label::meaning(right).is_none() => Some('：'),
        _ if bodies_meet(before, after) => Some('、'),
        _ => has_duty(left, right).then_some('，'),
    }
}

word_list!(
    /// Words of duty behind which a space parts two clauses.
    DUTIES = "牵头 牵头负责 负责 配合 参与 协助 落实"
);

/// `市市场监管局牵头 市级相关部门配合 9月底前完成`: a clause that names its body and its duty ends at the space.
fn has_duty(left: &str, right: &str) -> bool {
    let Some(duty) = DUTIES.ending(left) else {
        return false;
    };
    let body = |word: &str| {
        organisation::likeness(word) == Likeness::Strong || organisation::is_collective(word)
    };
    let name = left[..left.len() - duty.len()].trim_start_matches(['（', '(', '[', '【', '〔']);
    let right = right.trim_end_matches(['）', ')', ']', '】', '〕']);
    let next = DUTIES
        .ending(right)
        .map_or(right, |duty| &right[..right.len() - duty.len()]);
    body(name) && (body(next) || right.starts_with(|c: char| c.is_ascii_digit()))
}

/// True when a body ends `before` and another begins `after`.
pub(super) fn bodies_meet(before: &str, after: &str) -> bool {
    let Some((left, right)) = words_between(before, after) else {
        return false;
    };
    let body = |word: &str, least: Likeness| {
        organisation::likeness(word) >= least || organisation::is_collective(word)
    };
    let long = |word: &str| word.chars().count() >= 3;
    long(left)
        && long(right)
        && ((body(left, Likeness::Strong) && body(right, Likeness::Weak))
            || (body(left, Likeness::Weak) && body(right, Likeness::Strong)))
        && label::meaning(left).is_none()
        && label::meaning(right).is_none()
}

pub(super) enum Change {
    Keep,
    Drop,
    Replace(char),
}

/// What becomes of a character that [`first_change`] stopped at.
pub(super) fn change(c: char, before: Option<char>, after: Option<char>) -> Change {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    match c {
        '(' => Change::Replace('（'),
        ')' => Change::Replace('）'),
        ';' => Change::Replace('；'),
        '!' => Change::Replace('！'),
        '?' => Change::Replace('？'),
        // `1,200户` and `8:30` keep theirs.
        ',' if !(digit(before) && digit(after)) => Change::Replace('，'),
        ':' if !(digit(before) && digit(after)) => Change::Replace('：'),
        // `扩大家电消费.到2024年底前`: the full stop of a half-width scan; `1.` and `3.5` keep theirs.
        '.' if ends_sentence(before) && !after.is_some_and(|c| c.is_ascii_alphanumeric()) => {
            Change::Replace('。')
        }
        ' ' | '\t' | '\u{a0}' | '\u{3000}' => {
            let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            // `2 0 2 4年`: scans set figures apart.
            let figure = digit(before) && digit(after);
            if figure || !(latin(before) && latin(after)) {
                Change::Drop
            } else if c == ' ' {
                Change::Keep
            } else {
                Change::Replace(' ')
            }
        }
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' => {
            Change::Drop
        }
        '％' => Change::Replace('%'),
        '．' => Change::Replace('.'),
        '－' => Change::Replace('-'),
        '／' => Change::Replace('/'),
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            char::from_u32(c as u32 - 0xfee0).map_or(Change::Keep, Change::Replace)
        }
        _ => simplified(c).map_or(Change::Keep, Change::Replace),
    }
}

fn ends_sentence(c: Option<char>) -> bool {
    c.is_some_and(|c| {
        ('\u{4e00}'..='\u{9fff}').contains(&c) || matches!(c, '%' | '）' | '”' | ')' | '》')
    })
}

/// The first place in `text` whose character may have to change. Works on bytes, because nearly all of them
/// are Han characters that stay as they are.
pub(super) fn first_change(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        at += match bytes[at] {
            b'(' | b')' | b',' | b';' | b':' | b'!' | b'?' | b'.' | b' ' | b'\t' => {
                return Some(at);
            }
            0..=0x7f => 1,
            0xc2 if matches!(bytes[at + 1], 0xa0 | 0xad) => return Some(at),
            0xc0..=0xdf => 2,
            // U+2000–U+207F holds the zero-width marks; U+3000 is the wide space.
            0xe2 if bytes[at + 1] <= 0x81 && invisible(bytes[at + 1], bytes[at + 2]) => {
                return Some(at);
            }
            0xe3 if bytes[at + 1] == 0x80 && bytes[at + 2] == 0x80 => return Some(at),
            0xe4..=0xe9 => {
                if TRADITIONAL_SET.contains(bytes[at], bytes[at + 1], bytes[at + 2]) {
                    return Some(at);
                }
                3
            }
            0xef if wide_form(bytes[at + 1], bytes[at + 2]) => return Some(at),
            0xe0..=0xef => 3,
            _ => 4,
        };
    }
    None
}

/// U+200B–U+200F, U+202A–U+202E, U+2060, by their last two bytes.
const fn invisible(second: u8, third: u8) -> bool {
    (second == 0x80 && (matches!(third, 0x8b..=0x8f) || matches!(third, 0xaa..=0xae)))
        || (second == 0x81 && third == 0xa0)
}

/// Full-width digits, letters, `％`, `．`, `－` and the byte order mark, by their last two bytes.
const fn wide_form(second: u8, third: u8) -> bool {
    match second {
        0xbb => third == 0xbf,
        0xbc => matches!(third, 0x85 | 0x8d..=0x99 | 0xa1..=0xba),
        0xbd => matches!(third, 0x81..=0x9a),
        _ => false,
    }
}

/// Traditional forms that optical recognition leaves in simplified texts, each followed by its simplified
/// form. Only characters whose reading is unambiguous stand here.
const TRADITIONAL: &str = "\
發发產产業业質质監监標标準准檢检驗验測测經经濟济資资開开關关國国區区縣县鄉乡農农場场環环護护設设計计劃划務务責责實实現现\
進进達达運运輸输連连網网絡络機机構构係系統统組组織织領领導导門门單单個个項项數数據据報报點点線线級级類类築筑廠厂礦矿電电\
氣气車车輛辆橋桥鐵铁財财稅税銀银貿贸價价費费學学習习術术醫医療疗藥药養养勞劳動动衛卫員员黨党辦办廳厅處处長长書书記记強强\
體体創创優优勢势轉转變变審审評评權权證证義义議议論论認认識识講讲話话應应對对際际險险災灾難难樹树觀观圍围團团圖图傳传聯联\
會会協协調调節节億亿萬万過过還还這这邊边選选擇择擴扩擔担採采購购銷销貨货貧贫貸贷鋼钢鋁铝銅铜鍋锅爐炉煙烟熱热鄰邻階阶陽阳\
陸陆隊队離离雲云";

struct TraditionalSet([u64; 1024]);

impl TraditionalSet {
    fn contains(&self, first: u8, second: u8, third: u8) -> bool {
        let code = (u32::from(first & 0x0f) << 12)
            | (u32::from(second & 0x3f) << 6)
            | u32::from(third & 0x3f);
        self.0[(code >> 6) as usize] >> (code & 63) & 1 == 1
    }
}

static TRADITIONAL_SET: LazyLock<TraditionalSet> = LazyLock::new(|| {
    let mut set = [0_u64; 1024];
    for (from, _) in pairs() {
        set[(from as u32 >> 6) as usize] |= 1 << (from as u32 & 63);
    }
    TraditionalSet(set)
});

fn pairs() -> impl Iterator<Item = (char, char)> {
    let mut chars = TRADITIONAL.chars();
    std::iter::from_fn(move || Some((chars.next()?, chars.next()?)))
}

fn simplified(c: char) -> Option<char> {
    pairs().find(|(from, _)| *from == c).map(|(_, to)| to)
}
