//! Numbers as a sheet shows them: a date is a number with a format, and so is a percentage.
//!
//! Only what Chinese sheets use is followed; a format beyond that shows the plain number.

use chrono::{Datelike, Days, NaiveDate};

/// How a cell shows its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NumberFormat {
    /// As few digits as it needs.
    General,
    /// A fixed number of decimals, perhaps in hundreds and with separators.
    Fixed {
        /// Decimals.
        decimals: usize,
        /// `1,234`.
        grouped: bool,
        /// Times a hundred, with `%`.
        percent: bool,
        /// Text before the number and behind it.
        around: (String, String),
    },
    /// Parts of a date or a time, and text between.
    Date(Vec<Piece>),
}

/// A piece of a date format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// `yy`, `mm`, `d`, `h`, `s`: the letter and how often it stands.
    Field(char, usize),
    /// Minutes.
    Minute(usize),
    /// `上午/下午`.
    HalfDay,
    /// Anything else.
    Text(String),
}

impl NumberFormat {
    /// A built-in format by its number, as Excel shows it in Chinese (ECMA-376 18.8.30).
    pub(super) fn built_in(id: u32) -> Self {
        let code = match id {
            1 => "0",
            2 => "0.00",
            3 | 37 | 38 => "#,##0",
            4 | 39 | 40 => "#,##0.00",
            9 => "0%",
            10 => "0.00%",
            14 => "yyyy/m/d",
            15 => "d-mmm-yy",
            17 => "mmm-yy",
            18 | 19 => "h:mm AM/PM",
            20 | 32 => "h:mm",
            21 | 33 => "h:mm:ss",
            22 => "yyyy/m/d h:mm",
            27 | 36 | 50 | 52 | 57 => "yyyy\"年\"m\"月\"",
            28 | 29 | 51 | 53 | 54 | 58 => "m\"月\"d\"日\"",
            30 => "m-d-yy",
            31 => "yyyy\"年\"m\"月\"d\"日\"",
            34 | 55 => "h\"时\"mm\"分\"",
            35 | 56 => "h\"时\"mm\"分\"ss\"秒\"",
            _ => return Self::General,
        };
        Self::of(code)
    }

    /// A format by its code.
    pub(super) fn of(code: &str) -> Self {
        let pieces = pieces(code);
        let dated = pieces
            .iter()
            .any(|piece| matches!(piece, Piece::Field('y' | 'd' | 'h' | 's', _)))
            || (pieces
                .iter()
                .any(|piece| matches!(piece, Piece::Field('m', _)))
                && !pieces
                    .iter()
                    .any(|piece| matches!(piece, Piece::Field('0' | '#' | '?', _))));
        if dated {
            Self::Date(pieces)
        } else {
            fixed(&pieces)
        }
    }

    /// Shows a number. `since_1904` tells which calendar the workbook counts in.
    pub(super) fn show(&self, number: f64, since_1904: bool) -> String {
        match self {
            Self::General => general(number),
            Self::Fixed {
                decimals,
                grouped,
                percent,
                around,
            } => {
                let number = if *percent { number * 100.0 } else { number };
                let digits = format!("{number:.decimals$}");
                let digits = if *grouped { group(&digits) } else { digits };
                let sign = if *percent { "%" } else { "" };
                format!("{}{digits}{sign}{}", around.0, around.1)
            }
            Self::Date(pieces) => {
                date(pieces, number, since_1904).unwrap_or_else(|| general(number))
            }
        }
    }
}

/// At most so many characters of a format are read.
const CODE: usize = 200;

/// Takes the first section of a format apart.
fn pieces(code: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut chars = code.chars().take(CODE).peekable();
    let text = |pieces: &mut Vec<Piece>, words: &str| match pieces.last_mut() {
        Some(Piece::Text(last)) => last.push_str(words),
        _ => pieces.push(Piece::Text(words.to_owned())),
    };
    while let Some(c) = chars.next() {
        match c {
            ';' => break,
            '"' => {
                let quoted: String = chars.by_ref().take_while(|c| *c != '"').collect();
                text(&mut pieces, &quoted);
            }
            '\\' => {
                if let Some(c) = chars.next() {
                    text(&mut pieces, c.encode_utf8(&mut [0; 4]));
                }
            }
            // A gap as wide as a character, a fill character.
            '_' | '*' => {
                chars.next();
            }
            // `[Red]`, `[$-804]`, `[>100]`, `[DBNum1]`; `[h]` counts hours.
            '[' => {
                let inner: String = chars.by_ref().take_while(|c| *c != ']').collect();
                if let Some(symbol) = inner.strip_prefix('$') {
                    text(&mut pieces, symbol.split('-').next().unwrap_or_default());
                } else if inner.eq_ignore_ascii_case("h") || inner.eq_ignore_ascii_case("hh") {
                    pieces.push(Piece::Field('h', 1));
                }
            }
            'A' | 'a'
                if chars
                    .peek()
                    .is_some_and(|next| matches!(next, 'M' | 'm' | '/')) =>
            {
                while chars
                    .next_if(|c| matches!(c, 'M' | 'm' | '/' | 'P' | 'p'))
                    .is_some()
                {}
                pieces.push(Piece::HalfDay);
            }
            '上' => {
                while chars.next_if(|c| matches!(c, '午' | '/' | '下')).is_some() {}
                pieces.push(Piece::HalfDay);
            }
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' | '0' | '#' | '?' => {
                let letter = c.to_ascii_lowercase();
                let mut times = 1;
                while chars
                    .next_if(|next| next.to_ascii_lowercase() == letter)
                    .is_some()
                {
                    times += 1;
                }
                pieces.push(Piece::Field(letter, times));
            }
            c => text(&mut pieces, c.encode_utf8(&mut [0; 4])),
        }
    }
    minutes(&mut pieces);
    pieces
}

/// `m` behind hours or before seconds is minutes.
fn minutes(pieces: &mut [Piece]) {
    let fields: Vec<usize> = (0..pieces.len())
        .filter(|index| matches!(pieces[*index], Piece::Field(..)))
        .collect();
    for (place, index) in fields.iter().enumerate() {
        let Piece::Field('m', times) = pieces[*index] else {
            continue;
        };
        let is = |place: Option<usize>, letter: char| {
            let field = place.and_then(|place| fields.get(place));
            field.is_some_and(
                |index| matches!(pieces[*index], Piece::Field(found, _) if found == letter),
            )
        };
        if is(place.checked_sub(1), 'h') || is(Some(place + 1), 's') {
            pieces[*index] = Piece::Minute(times);
        }
    }
}

/// A format without dates: digits, separators, percent, words around.
fn fixed(pieces: &[Piece]) -> NumberFormat {
    let digit = |piece: &Piece| matches!(piece, Piece::Field('0' | '#' | '?', _));
    let (Some(first), Some(last)) = (
        pieces.iter().position(digit),
        pieces.iter().rposition(digit),
    ) else {
        return NumberFormat::General;
    };
    let between = |range: &[Piece]| -> String {
        let texts = range.iter().filter_map(|piece| match piece {
            Piece::Text(text) => Some(text.as_str()),
            _ => None,
        });
        texts.collect()
    };
    let inside = &pieces[first..=last];
    let point = inside
        .iter()
        .position(|piece| matches!(piece, Piece::Text(text) if text == "."));
    let decimals = point.map_or(0, |point| {
        let fields = inside[point..].iter();
        fields
            .map(|piece| match piece {
                Piece::Field('0', times) => *times,
                _ => 0,
            })
            .sum()
    });
    let after = between(&pieces[last + 1..]);
    NumberFormat::Fixed {
        decimals: decimals.min(15),
        grouped: between(inside).contains(','),
        percent: after.starts_with('%'),
        around: (
            between(&pieces[..first]),
            after.trim_start_matches('%').to_owned(),
        ),
    }
}

/// As few digits as it needs, at most eleven, as a cell of usual width shows.
fn general(number: f64) -> String {
    if !number.is_finite() {
        return String::new();
    }
    if number == 0.0 || (1e-9..1e15).contains(&number.abs()) {
        let whole = number.abs().log10().floor().max(0.0) as usize + 1;
        let decimals = 11_usize.saturating_sub(whole);
        let shown = format!("{number:.decimals$}");
        if shown.contains('.') {
            return shown.trim_end_matches('0').trim_end_matches('.').to_owned();
        }
        return shown;
    }
    number.to_string().chars().take(24).collect()
}

fn group(digits: &str) -> String {
    let (sign, digits) = digits
        .strip_prefix('-')
        .map_or(("", digits), |rest| ("-", rest));
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut grouped = sign.to_owned();
    for (place, figure) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(figure);
    }
    grouped + rest
}

fn date(pieces: &[Piece], number: f64, since_1904: bool) -> Option<String> {
    if !(0.0..2_958_466.0).contains(&number) {
        return None;
    }
    // Half a second is rounded up, as the sheet does.
    let seconds = (number.fract() * 86_400.0).round() as u64;
    let days = number as u64 + seconds / 86_400;
    let seconds = seconds % 86_400;
    let day = day(days, since_1904)?;
    let halved = pieces.contains(&Piece::HalfDay);
    let mut shown = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => shown.push_str(text),
            Piece::HalfDay => shown.push_str(if seconds < 43_200 { "上午" } else { "下午" }),
            Piece::Minute(times) => shown.push_str(&padded(seconds / 60 % 60, *times)),
            Piece::Field('y', times) if *times <= 2 => {
                shown.push_str(&padded(u64::from(day.year_ce().1 % 100), 2))
            }
            Piece::Field('y', _) => shown.push_str(&day.year().to_string()),
            Piece::Field('m', times) if *times > 2 => shown.push_str(&format!("{}月", day.month())),
            Piece::Field('m', times) => shown.push_str(&padded(u64::from(day.month()), *times)),
            Piece::Field('d', times) if *times > 2 => shown.push_str(weekday(day)),
            Piece::Field('d', times) => shown.push_str(&padded(u64::from(day.day()), *times)),
            Piece::Field('h', times) => {
                let hour = seconds / 3600;
                shown.push_str(&padded(
                    if halved && hour > 12 { hour - 12 } else { hour },
                    *times,
                ));
            }
            Piece::Field('s', times) => shown.push_str(&padded(seconds % 60, *times)),
            Piece::Field(..) => {}
        }
    }
    Some(shown)
}

/// Day 1 is 1 January 1900, and day 60 is a 29 February that never was.
fn day(days: u64, since_1904: bool) -> Option<NaiveDate> {
    let (first, days) = if since_1904 {
        (NaiveDate::from_ymd_opt(1904, 1, 1)?, days)
    } else if days < 60 {
        (NaiveDate::from_ymd_opt(1899, 12, 31)?, days)
    } else {
        (NaiveDate::from_ymd_opt(1899, 12, 30)?, days)
    };
    first.checked_add_days(Days::new(days))
}

fn padded(number: u64, times: usize) -> String {
    if times >= 2 {
        format!("{number:02}")
    } else {
        number.to_string()
    }
}

fn weekday(day: NaiveDate) -> &'static str {
    [
        "星期一",
        "星期二",
        "星期三",
        "星期四",
        "星期五",
        "星期六",
        "星期日",
    ][day.weekday().num_days_from_monday() as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_show_as_the_sheet_shows_them() {
        let table = [
            ("General", 92.0, "92"),
            ("General", 0.1, "0.1"),
            ("General", 1.0 / 3.0, "0.3333333333"),
            ("General", -12.5, "-12.5"),
            ("0", 91.6, "92"),
            ("0.00", 12.3456, "12.35"),
            ("#,##0", 1234567.0, "1,234,567"),
            ("#,##0.0;[Red]-#,##0.0", -1234.5, "-1,234.5"),
            ("0%", 0.92, "92%"),
            ("0.0%", 0.925, "92.5%"),
            ("0\"万元\"", 350.0, "350万元"),
            ("yyyy/m/d", 45657.0, "2024/12/31"),
            ("yyyy\"年\"m\"月\"d\"日\"", 45657.0, "2024年12月31日"),
            ("[$-804]yyyy\"年\"m\"月\"", 45657.0, "2024年12月"),
            ("yyyy年m月d日", 45657.0, "2024年12月31日"),
            ("m\"月\"d\"日\";@", 45657.0, "12月31日"),
            ("yyyy-mm-dd", 45658.0, "2025-01-01"),
            ("yyyy-mm-dd hh:mm", 45658.5, "2025-01-01 12:00"),
            ("h:mm AM/PM", 0.75, "6:00 下午"),
            ("yyyy/m/d", 1.0, "1900/1/1"),
            ("yyyy/m/d", -5.0, "-5"),
            ("@", 2025.0, "2025"),
            ("0_);\\(0\\)", 7.0, "7"),
        ];
        for (code, number, shown) in table {
            let format = if code == "General" {
                NumberFormat::General
            } else {
                NumberFormat::of(code)
            };
            assert_eq!(format.show(number, false), shown, "{code}");
        }
        assert_eq!(
            NumberFormat::built_in(31).show(45657.0, false),
            "2024年12月31日"
        );
        assert_eq!(NumberFormat::built_in(14).show(44195.0, true), "2024/12/31");
    }
}
