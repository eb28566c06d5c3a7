//! Numbers in the forms that Word counts in (`w:numFmt`, ECMA-376 17.18.59), those of Chinese documents first.

/// Writes a number. Forms that Chinese documents do not use are written as 1, 2, 3.
pub(super) fn write(number: u32, form: &str) -> String {
    match form {
        "chineseCounting"
        | "taiwaneseCounting"
        | "ideographDigital"
        | "japaneseDigitalTenThousand"
            if number >= 100 =>
        {
            digits(number)
        }
        "ideographDigital" | "japaneseDigitalTenThousand" => digits(number),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand" => counting(number, HAN, UNITS),
        "chineseLegalSimplified" | "japaneseLegal" | "ideographLegalTraditional" => {
            counting(number, LEGAL, LEGAL_UNITS)
        }
        "ideographTraditional" => cycle(number, "甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => cycle(number, "子丑寅卯辰巳午未申酉戌亥"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => circled(number),
        "decimalEnclosedParen" => format!("（{number}）"),
        "decimalEnclosedFullstop" => format!("{number}."),
        "ideographEnclosedCircle" | "ideographEnclosedParen" => {
            format!("（{}）", counting(number, HAN, UNITS))
        }
        "decimalFullWidth" | "decimalFullWidth2" => full_width(number),
        "decimalZero" => format!("{number:02}"),
        "numberInDash" => format!("- {number} -"),
        "upperLetter" => letters(number, b'A'),
        "lowerLetter" => letters(number, b'a'),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "none" => String::new(),
        _ => number.to_string(),
    }
}

const HAN: &str = "〇一二三四五六七八九";
const UNITS: [&str; 4] = ["", "十", "百", "千"];
const LEGAL: &str = "零壹贰叁肆伍陆柒捌玖";
const LEGAL_UNITS: [&str; 4] = ["", "拾", "佰", "仟"];

fn nth(of: &str, place: u32) -> char {
    of.chars().nth(place as usize).unwrap_or('〇')
}

/// 一〇二.
fn digits(number: u32) -> String {
    let figures = number.to_string();
    figures
        .bytes()
        .map(|figure| nth(HAN, u32::from(figure - b'0')))
        .collect()
}

/// 十, 二十一, 一百零三.
fn counting(number: u32, figures: &str, units: [&str; 4]) -> String {
    if number == 0 || number > 9_999 {
        return number.to_string();
    }
    let mut written = String::new();
    let mut gap = false;
    for place in (0..4).rev() {
        let figure = number / 10_u32.pow(place) % 10;
        if figure == 0 {
            gap = !written.is_empty();
            continue;
        }
        if gap {
            written.push('零');
            gap = false;
        }
        // 十一, not 一十一; in the legal forms 壹拾壹.
        let bare = written.is_empty() && place == 1 && figure == 1 && figures == HAN;
        if !bare {
            written.push(nth(figures, figure));
        }
        written.push_str(units[place as usize]);
    }
    written
}

fn cycle(number: u32, through: &str) -> String {
    match through.chars().nth((number as usize).wrapping_sub(1)) {
        Some(sign) => sign.to_string(),
        None => number.to_string(),
    }
}

/// ① to ㊿; beyond, the bare number.
fn circled(number: u32) -> String {
    let code = match number {
        1..=20 => 0x2460 + number - 1,
        21..=35 => 0x3251 + number - 21,
        36..=50 => 0x32b1 + number - 36,
        _ => return number.to_string(),
    };
    char::from_u32(code).map_or_else(|| number.to_string(), String::from)
}

fn full_width(number: u32) -> String {
    let figures = number.to_string();
    let wide = |figure: u8| char::from_u32(u32::from(figure) + 0xfee0).unwrap_or('０');
    figures.bytes().map(wide).collect()
}

/// A to Z, then AA to ZZ, as Word does.
fn letters(number: u32, first: u8) -> String {
    if number == 0 || number > 26 * 26 {
        return number.to_string();
    }
    let letter = char::from(first + ((number - 1) % 26) as u8);
    let times = (number as usize - 1) / 26 + 1;
    std::iter::repeat_n(letter, times).collect()
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number == 0 || number > 3_999 {
        return number.to_string();
    }
    let mut rest = number;
    let mut written = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            written.push_str(sign);
            rest -= value;
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        let table = [
            (1, "chineseCountingThousand", "一"),
            (10, "chineseCountingThousand", "十"),
            (11, "japaneseCounting", "十一"),
            (21, "chineseCounting", "二十一"),
            (100, "chineseCounting", "一〇〇"),
            (103, "chineseCountingThousand", "一百零三"),
            (1010, "chineseCountingThousand", "一千零一十"),
            (12, "chineseLegalSimplified", "壹拾贰"),
            (3, "ideographTraditional", "丙"),
            (10, "ideographDigital", "一〇"),
            (3, "decimalEnclosedCircleChinese", "③"),
            (21, "decimalEnclosedCircle", "㉑"),
            (51, "decimalEnclosedCircle", "51"),
            (2, "decimalEnclosedParen", "（2）"),
            (2, "ideographEnclosedParen", "（二）"),
            (12, "decimalFullWidth", "１２"),
            (7, "decimalZero", "07"),
            (28, "lowerLetter", "bb"),
            (14, "upperRoman", "XIV"),
            (5, "aiueo", "5"),
            (0, "chineseCounting", "0"),
        ];
        for (number, form, written) in table {
            assert_eq!(write(number, form), written, "{form} {number}");
        }
    }
}
