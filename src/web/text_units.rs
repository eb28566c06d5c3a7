//! The stored text of a document as units that a page can show: paragraphs, and rows of tables pasted with tabs.
//! Everything is counted in characters of the stored text, as spans are. Pure; knows nothing of what was read in it.

/// A line that is not blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'t> {
    /// Its number in the text, from 1.
    pub number: usize,
    /// Characters before it.
    pub start: usize,
    /// Its characters, as stored.
    pub text: &'t str,
    /// How many those are.
    pub length: usize,
}

impl Line<'_> {
    /// One past its last character.
    pub fn end(&self) -> usize {
        self.start + self.length
    }

    /// The line without space around it; documents indent with two wide spaces.
    pub fn trimmed(&self) -> Self {
        let head = self.text.trim_start();
        let indent = self.text.chars().count() - head.chars().count();
        let text = head.trim_end();
        Self {
            number: self.number,
            start: self.start + indent,
            text,
            length: text.chars().count(),
        }
    }

    fn is_row(&self) -> bool {
        self.text.contains('\t')
    }
}

/// A paragraph, or a row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit<'t> {
    /// One line.
    Paragraph(Line<'t>),
    /// A line with tabs, and before it the lines of a category that is typed from top to bottom (`质`, `量`).
    Row(Vec<Line<'t>>),
}

impl<'t> Unit<'t> {
    /// Its lines.
    pub fn lines(&self) -> &[Line<'t>] {
        match self {
            Self::Paragraph(line) => std::slice::from_ref(line),
            Self::Row(lines) => lines,
        }
    }

    /// Number of its first line.
    pub fn number(&self) -> usize {
        self.lines().first().map_or(1, |line| line.number)
    }

    /// First character that is not space.
    pub fn start(&self) -> usize {
        self.lines().first().map_or(0, |line| line.trimmed().start)
    }

    /// One past its last character.
    pub fn end(&self) -> usize {
        self.lines().last().map_or(0, Line::end)
    }

    /// Its text in one line, cells apart.
    pub fn plain(&self) -> String {
        let text: String = self.lines().iter().map(|line| line.text.trim()).collect();
        text.split('\t')
            .map(str::trim)
            .filter(|cell| !cell.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// A longer line is cut, so that a page of a text without line breaks is bounded as well.
const LONGEST: usize = 10_000;

/// A line that is typed from top to bottom has no more characters than this.
const VERTICAL: usize = 2;

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (index, whole) in text.split('\n').enumerate() {
        let mut rest = whole.trim_end_matches('\r');
        let dropped = whole.len() - rest.len();
        loop {
            let cut = rest
                .char_indices()
                .nth(LONGEST)
                .map_or(rest.len(), |(at, _)| at);
            let (text, after) = rest.split_at(cut);
            let length = text.chars().count();
            if !text.trim().is_empty() {
                found.push(Line {
                    number: index + 1,
                    start,
                    text,
                    length,
                });
            }
            start += length;
            if after.is_empty() {
                break;
            }
            rest = after;
        }
        // What ended the line: the carriage returns, and the line feed.
        start += dropped + 1;
    }
    found
}

/// The units of a text, in order.
pub fn units(text: &str) -> Vec<Unit<'_>> {
    let lines = lines(text);
    let mut units: Vec<Unit<'_>> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let in_table = matches!(units.last(), Some(Unit::Row(_)));
        let row = lines[at..]
            .iter()
            .position(Line::is_row)
            .map(|offset| at + offset)
            .filter(|row| *row == at || (in_table && lines[at..*row].iter().all(is_vertical)));
        match row {
            Some(row) => {
                units.push(Unit::Row(lines[at..=row].to_vec()));
                at = row + 1;
            }
            None => {
                units.push(Unit::Paragraph(lines[at]));
                at += 1;
            }
        }
    }
    units
}

fn is_vertical(line: &Line<'_>) -> bool {
    line.trimmed().length <= VERTICAL
}

/// Characters of a part: what a person reads at one go, and a page of some hundred kilobytes at most.
const PART: usize = 12_000;

/// Cuts units into parts of a bounded size, as ranges of their indices; where it can, before one of `breaks`, the
/// first characters of chapters. There is at least one part.
pub fn parts(units: &[Unit<'_>], breaks: &[usize]) -> Vec<std::ops::Range<usize>> {
    let mut parts = Vec::new();
    let mut first = 0;
    while first < units.len() {
        let begin = units[first].start();
        let fitting = units[first..]
            .iter()
            .take_while(|unit| unit.end() <= begin + PART)
            .count()
            .max(1);
        let mut next = first + fitting;
        if next < units.len() {
            // A chapter that begins in the second half of the part begins the next one.
            let chapter = (first + 1..=next).rev().find(|index| {
                breaks.contains(&units[*index].start()) && units[*index].start() >= begin + PART / 2
            });
            next = chapter.unwrap_or(next);
        }
        parts.push(first..next);
        first = next;
    }
    if parts.is_empty() {
        parts.push(0..0);
    }
    parts
}

/// The unit in which a character stands, or the next one.
pub fn unit_at(units: &[Unit<'_>], character: usize) -> Option<usize> {
    let index = units.partition_point(|unit| unit.end() <= character);
    (index < units.len()).then_some(index)
}

/// The text between two characters, as far as it stands in one line, cut with `…` after `length` characters.
pub fn quote(units: &[Unit<'_>], start: usize, end: usize, length: usize) -> String {
    let Some(unit) = unit_at(units, start) else {
        return String::new();
    };
    let line = units[unit].lines().iter().find(|line| start < line.end());
    let Some(line) = line else {
        return String::new();
    };
    let skipped = start.saturating_sub(line.start);
    let wanted = end.min(line.end()).saturating_sub(line.start + skipped);
    let text: String = line
        .text
        .chars()
        .skip(skipped)
        .take(wanted)
        .map(|c| if c == '\t' { ' ' } else { c })
        .collect();
    super::wording::shortened(text.trim(), length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_their_place_in_characters() {
        let text = "标题\n\n　　一、总则。\r\n正文";
        let units = units(text);
        let places: Vec<(usize, usize, &str)> = units
            .iter()
            .map(|unit| {
                let line = unit.lines()[0];
                (line.number, line.start, line.text)
            })
            .collect();
        assert_eq!(
            places,
            [(1, 0, "标题"), (3, 4, "　　一、总则。"), (4, 13, "正文")]
        );
        let trimmed = units[1].lines()[0].trimmed();
        assert_eq!((trimmed.start, trimmed.text), (6, "一、总则。"));
        let characters: Vec<char> = text.chars().collect();
        assert_eq!((characters[6], characters[13]), ('一', '正'));
    }

    #[test]
    fn a_category_typed_downwards_belongs_to_its_row() {
        let text = "附件\n分类\t序号\t任务\n产品\t1\t甲\n质\n量\t2\t乙\n\t3\t丙\n印发";
        let units = units(text);
        let rows: Vec<(usize, String)> = units
            .iter()
            .map(|unit| (unit.lines().len(), unit.plain()))
            .collect();
        let row = |lines, text: &str| (lines, text.to_owned());
        assert_eq!(
            rows,
            [
                row(1, "附件"),
                row(1, "分类 序号 任务"),
                row(1, "产品 1 甲"),
                row(2, "质量 2 乙"),
                row(1, "3 丙"),
                row(1, "印发"),
            ]
        );
        assert!(matches!(units[0], Unit::Paragraph(_)) && matches!(units[5], Unit::Paragraph(_)));
    }

    #[test]
    fn parts_are_bounded_and_prefer_chapters() {
        let paragraph = format!("{}\n", "文".repeat(999));
        let text = paragraph.repeat(30);
        let units = units(&text);
        assert_eq!(parts(&units, &[]), [0..12, 12..24, 24..30]);
        // A chapter at unit 9 begins the second part; one at unit 3 would leave the first too short.
        assert_eq!(parts(&units, &[3000, 9000]), [0..9, 9..21, 21..30]);
        // There is a part even where there is no text.
        assert_eq!(parts(&[], &[]).len(), 1);
    }

    #[test]
    fn a_text_without_breaks_is_cut() {
        let text = "文".repeat(25_000);
        let units = units(&text);
        let lengths: Vec<usize> = units.iter().map(|unit| unit.lines()[0].length).collect();
        assert_eq!(lengths, [10_000, 10_000, 5_000]);
        assert_eq!(units[2].start(), 20_000);
        assert_eq!(parts(&units, &[]).len(), 3);
    }

    #[test]
    fn a_quote_is_the_text_between_two_characters() {
        let units = units("标题\n　　各部门按照职责分工负责，下同。");
        assert_eq!(quote(&units, 5, 16, 40), "各部门按照职责分工负责");
        assert_eq!(quote(&units, 5, 99, 3), "各部门…");
        assert_eq!(quote(&units, 99, 120, 3), "");
        assert_eq!(unit_at(&units, 3), Some(1));
    }
}
