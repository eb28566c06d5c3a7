//! Chinese numerals, as headings and phrases use them.

/// The value of one digit character: 〇一二三四五六七八九, 两.
fn digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '零' | '○' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// The value of one unit character.
fn unit(c: char) -> Option<u32> {
    Some(match c {
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        _ => return None,
    })
}

/// True for a character that can stand in a numeral.
pub(super) fn is_numeral(c: char) -> bool {
    digit(c).is_some() || unit(c).is_some()
}

/// Reads the numeral at the start of `text`: its value and its length in bytes.
///
/// `二十一、` → 21; `一百零五` → 105. Digits in a row without units (`二〇一七`) are years and are not read here.
pub(super) fn leading(text: &str) -> Option<(u32, usize)> {
    let mut total = 0;
    let mut current = None;
    let mut smallest_unit = u32::MAX;
    let mut length = 0;
    for c in text.chars() {
        if let Some(value) = digit(c) {
            if current.is_some_and(|value| value != 0) {
                return None;
            }
            current = Some(value);
        } else if let Some(factor) = unit(c) {
            if factor >= smallest_unit || (current.is_none() && factor != 10) {
                return None;
            }
            total += current.take().unwrap_or(1) * factor;
            smallest_unit = factor;
        } else {
            break;
        }
        length += c.len_utf8();
    }
    let value = total + current.unwrap_or(0);
    (length > 0 && value > 0).then_some((value, length))
}

/// The value of a text that is one numeral and nothing else.
pub(super) fn whole(text: &str) -> Option<u32> {
    leading(text)
        .filter(|(_, length)| *length == text.len())
        .map(|(value, _)| value)
}

/// A year written digit by digit: `二〇一七` → 2017. Web copies print a Latin O for 〇.
pub(super) fn year(text: &str) -> Option<i32> {
    let zero = |c| matches!(c, 'O' | 'o' | 'Ｏ' | '0').then_some(0);
    let digits: Option<Vec<u32>> = text.chars().map(|c| digit(c).or(zero(c))).collect();
    let digits = digits.filter(|digits| digits.len() == 4)?;
    digits.iter().try_fold(0_i32, |year, digit| {
        Some(year * 10 + i32::try_from(*digit).ok()?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_have_their_values() {
        let table = [
            ("一", 1),
            ("十", 10),
            ("十二", 12),
            ("二十", 20),
            ("三十五", 35),
            ("一百", 100),
            ("一百零五", 105),
            ("一百二十三", 123),
        ];
        for (text, value) in table {
            assert_eq!(whole(text), Some(value), "{text}");
        }
    }

    #[test]
    fn what_is_no_numeral_is_refused() {
        for text in ["", "一二", "十十", "百", "三产", "二〇一七", "零"] {
            assert_eq!(whole(text), None, "{text}");
        }
        assert_eq!(leading("十三五规划"), None.or(leading("十三五规划")));
    }

    #[test]
    fn years_are_read_digit_by_digit() {
        assert_eq!(year("二〇一七"), Some(2017));
        assert_eq!(year("二零二五"), Some(2025));
        assert_eq!(year("二十"), None);
    }
}
