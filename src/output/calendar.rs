//! Deadlines as a calendar that other programs subscribe to: iCalendar, RFC 5545.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, Utc};

/// Octets of a line without its end (RFC 5545 §3.1).
const LINE: usize = 75;

/// A day on which something is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueDay {
    /// The same for the same thing, however often it is fetched and whatever day it moves to.
    pub uid: String,
    /// The day.
    pub day: NaiveDate,
    /// What is due.
    pub summary: String,
    /// More about it.
    pub description: String,
    /// Where it is dealt with.
    pub url: Option<String>,
}

/// A calendar of due days, as it stands at a moment.
pub fn calendar(name: &str, days: &[DueDay], at: DateTime<Utc>) -> String {
    let stamp = at.format("%Y%m%dT%H%M%SZ").to_string();
    let name = escaped(name);
    let mut text = String::new();
    let mut line = |name: &str, value: &str| fold(&mut text, &format!("{name}:{value}"));
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", "-//Fengong//Deadlines//ZH");
    line("CALSCALE", "GREGORIAN");
    line("NAME", &name);
    line("X-WR-CALNAME", &name);
    line("REFRESH-INTERVAL;VALUE=DURATION", "PT6H");
    for day in days {
        line("BEGIN", "VEVENT");
        line("UID", &escaped(&day.uid));
        line("DTSTAMP", &stamp);
        line("DTSTART;VALUE=DATE", &day.day.format("%Y%m%d").to_string());
        line("SUMMARY", &escaped(&day.summary));
        line("DESCRIPTION", &escaped(&day.description));
        if let Some(url) = &day.url {
            line("URL", url);
        }
        // A deadline takes nobody's time.
        line("TRANSP", "TRANSPARENT");
        line("END", "VEVENT");
    }
    line("END", "VCALENDAR");
    text
}

/// A text value (RFC 5545 §3.3.11). Control characters have no place in one.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// Writes a content line, folded so that no line is longer than allowed and no character is cut.
fn fold(text: &mut String, line: &str) {
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > LINE {
            text.push_str("\r\n ");
            length = 1;
        }
        text.push(c);
        length += c.len_utf8();
    }
    let _ = write!(text, "\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day() -> DueDay {
        DueDay {
            uid: "item-17-7@fengong.example".to_owned(),
            day: NaiveDate::from_ymd_opt(2018, 12, 31).expect("a day"),
            summary: "事项到期：制定、修订地方标准;推进“标准化+”行动，完善标准体系, 逐步形成政府主导制定标准与市场自主制定标准协同发展的格局".to_owned(),
            description: "第一行\n第二行\\".to_owned(),
            url: Some("https://fengong.example/items/17".to_owned()),
        }
    }

    fn text() -> String {
        let at = "2018-06-20T00:30:00Z".parse().expect("a moment");
        calendar("自治区质监局", &[day()], at)
    }

    #[test]
    fn lines_end_with_cr_lf_and_are_folded_between_characters() {
        let text = text();
        assert!(text.ends_with("END:VCALENDAR\r\n"));
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert!(lines.iter().all(|line| line.len() <= 75), "{text}");
        assert!(lines.iter().any(|line| line.starts_with(' ')), "{text}");
    }

    #[test]
    fn unfolded_and_unescaped_it_says_what_it_was_given() {
        let unfolded = text().replace("\r\n ", "");
        let value = |name: &str| {
            let line = unfolded
                .split("\r\n")
                .find_map(|line| line.strip_prefix(name));
            line.expect(name).to_owned()
        };
        let unescaped = |text: String| {
            text.replace("\\,", ",")
                .replace("\\;", ";")
                .replace("\\n", "\n")
                .replace("\\\\", "\\")
        };
        assert_eq!(unescaped(value("SUMMARY:")), day().summary);
        assert_eq!(unescaped(value("DESCRIPTION:")), day().description);
        assert_eq!(value("DTSTART;VALUE=DATE:"), "20181231");
        assert_eq!(value("DTSTAMP:"), "20180620T003000Z");
        assert_eq!(value("UID:"), day().uid);
    }
}
