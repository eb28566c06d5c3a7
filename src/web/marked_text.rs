//! What was read in a text, marked in it: where marks overlap, the text is cut into pieces that each know everything
//! that lies on them. Pure; a page turns pieces into `mark` elements.

use super::text_units::{Line, Unit};

/// What is marked inside a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkKind {
    /// 责任单位.
    Department,
    /// 指标.
    Target,
    /// 时限.
    Deadline,
}

/// Something that was read between two characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// What.
    pub kind: MarkKind,
    /// First character.
    pub start: usize,
    /// End.
    pub end: usize,
    /// The item that it belongs to.
    pub item: i64,
}

/// The text of an item between two characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// The item.
    pub item: i64,
    /// As people cite it.
    pub locus: String,
    /// Title of the item.
    pub title: String,
    /// First character.
    pub start: usize,
    /// End.
    pub end: usize,
}

/// A stretch of text with the same marks on all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its characters.
    pub text: String,
    /// It belongs to the clause of an item.
    pub in_clause: bool,
    /// It belongs to the clause that was asked for.
    pub wanted: bool,
    /// What lies on it.
    pub kinds: Vec<MarkKind>,
    /// The item of the shortest mark on it.
    pub item: Option<i64>,
}

/// Everything that was read in a text.
#[derive(Debug, Default)]
pub struct Marked {
    clauses: Vec<Clause>,
    marks: Vec<Mark>,
    /// The item that was asked for.
    wanted: Option<i64>,
}

impl Marked {
    /// Clauses and marks of a text, in any order.
    pub fn new(mut clauses: Vec<Clause>, mut marks: Vec<Mark>, wanted: Option<i64>) -> Self {
        clauses.sort_by_key(|clause| (clause.start, clause.end));
        marks.sort_by_key(|mark| (mark.start, mark.end));
        Self {
            clauses,
            marks,
            wanted,
        }
    }

    /// The clauses that begin in a unit.
    pub fn beginning(&self, unit: &Unit<'_>) -> &[Clause] {
        let before = |character: usize| {
            self.clauses
                .partition_point(|clause| clause.start < character)
        };
        // A clause may begin with the space that indents it.
        let first = unit.lines().first().map_or(0, |line| line.start);
        &self.clauses[before(first)..before(unit.end())]
    }

    /// A paragraph, cut into pieces.
    pub fn paragraph(&self, line: &Line<'_>) -> Vec<Piece> {
        let line = line.trimmed();
        self.pieces(line.start, line.text)
    }

    /// A row, cut into cells and each of these into pieces. The lines before the last belong to the first cell.
    pub fn cells(&self, lines: &[Line<'_>]) -> Vec<Vec<Piece>> {
        let mut cells: Vec<Vec<Piece>> = Vec::new();
        let Some((row, above)) = lines.split_last() else {
            return cells;
        };
        let mut start = row.start;
        for text in row.text.split('\t') {
            cells.push(self.pieces(start, text));
            start += text.chars().count() + 1;
        }
        let above = above.iter().flat_map(|line| self.paragraph(line)).collect();
        let own = std::mem::replace(&mut cells[0], above);
        cells[0].extend(own);
        cells
    }

    /// The text from a character on, cut wherever a mark begins or ends.
    pub fn pieces(&self, start: usize, text: &str) -> Vec<Piece> {
        let end = start + text.chars().count();
        let clauses: Vec<&Clause> = lying(&self.clauses, start, end, |one| (one.start, one.end));
        let marks: Vec<&Mark> = lying(&self.marks, start, end, |one| (one.start, one.end));
        let mut cuts: Vec<usize> = clauses
            .iter()
            .map(|one| (one.start, one.end))
            .chain(marks.iter().map(|one| (one.start, one.end)))
            .flat_map(|(from, to)| [from, to])
            .filter(|cut| start < *cut && *cut < end)
            .chain([start, end])
            .collect();
        cuts.sort_unstable();
        cuts.dedup();
        let mut characters = text.chars();
        let mut pieces: Vec<Piece> = Vec::new();
        for ends in cuts.windows(2) {
            let text: String = characters.by_ref().take(ends[1] - ends[0]).collect();
            let piece = self.piece(text, ends[0], ends[1], &clauses, &marks);
            match pieces.last_mut().filter(|last| last.is_like(&piece)) {
                Some(last) => last.text.push_str(&piece.text),
                None => pieces.push(piece),
            }
        }
        pieces
    }

    fn piece(
        &self,
        text: String,
        start: usize,
        end: usize,
        clauses: &[&Clause],
        marks: &[&Mark],
    ) -> Piece {
        let covers = |from: usize, to: usize| from <= start && end <= to;
        let above = || clauses.iter().filter(|one| covers(one.start, one.end));
        let on = || marks.iter().filter(|one| covers(one.start, one.end));
        let mut kinds: Vec<MarkKind> = on().map(|mark| mark.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        Piece {
            text,
            in_clause: above().next().is_some(),
            wanted: above().any(|clause| Some(clause.item) == self.wanted),
            kinds,
            item: on()
                .min_by_key(|mark| mark.end - mark.start)
                .map(|mark| mark.item),
        }
    }
}

impl Piece {
    fn is_like(&self, other: &Self) -> bool {
        (self.in_clause, self.wanted, &self.kinds, self.item)
            == (other.in_clause, other.wanted, &other.kinds, other.item)
    }
}

/// Those of a list sorted by start that touch a stretch.
fn lying<T>(all: &[T], start: usize, end: usize, span: impl Fn(&T) -> (usize, usize)) -> Vec<&T> {
    let candidates = all.partition_point(|one| span(one).0 < end);
    all[..candidates]
        .iter()
        .filter(|one| span(one).1 > start)
        .collect()
}

/// Units by what they hold.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Units with an item.
    pub with_items: usize,
    /// Headings.
    pub headings: usize,
    /// The indices of the units that have neither.
    pub without: Vec<usize>,
}

impl Coverage {
    /// Counts the units of a text. `clauses` and `headings` are spans in characters.
    pub fn of(units: &[Unit<'_>], clauses: &[(usize, usize)], headings: &[(usize, usize)]) -> Self {
        let mut clauses = clauses.to_vec();
        clauses.sort_unstable();
        // How far the clauses reach that begin no later than each one.
        let mut reached = 0;
        let reach: Vec<usize> = clauses
            .iter()
            .map(|clause| {
                reached = reached.max(clause.1);
                reached
            })
            .collect();
        let mut headings = headings.to_vec();
        headings.sort_unstable();
        let is_one = |unit: &Unit<'_>| {
            let at = headings.partition_point(|span| span.0 < unit.start());
            headings.get(at).is_some_and(|span| is_heading(unit, *span))
        };
        let mut coverage = Self::default();
        for (index, unit) in units.iter().enumerate() {
            let begun = clauses.partition_point(|clause| clause.0 < unit.end());
            if begun > 0 && reach[begun - 1] > unit.start() {
                coverage.with_items += 1;
            } else if is_one(unit) {
                coverage.headings += 1;
            } else {
                coverage.without.push(index);
            }
        }
        coverage
    }
}

/// True when a unit is the heading that stands between two characters, and nothing more than a stop.
pub fn is_heading(unit: &Unit<'_>, span: (usize, usize)) -> bool {
    let Unit::Paragraph(line) = unit else {
        return false;
    };
    let line = line.trimmed();
    line.start == span.0 && line.end() <= span.1 + 1
}

#[cfg(test)]
mod tests {
    use super::super::text_units::units;
    use super::*;

    fn clause(item: i64, start: usize, end: usize) -> Clause {
        Clause {
            item,
            locus: format!("一.{item}"),
            title: String::new(),
            start,
            end,
        }
    }

    fn mark(kind: MarkKind, start: usize, end: usize, item: i64) -> Mark {
        Mark {
            kind,
            start,
            end,
            item,
        }
    }

    fn shown(pieces: &[Piece]) -> Vec<(&str, bool, &[MarkKind])> {
        pieces
            .iter()
            .map(|piece| (piece.text.as_str(), piece.wanted, piece.kinds.as_slice()))
            .collect()
    }

    #[test]
    fn overlapping_marks_become_pieces() {
        use MarkKind::*;
        let text = "1.食品、农产品合格率96%，到2020年。省局";
        let units = units(text);
        let marked = Marked::new(
            vec![clause(7, 0, 22)],
            vec![
                mark(Target, 5, 14, 7),
                mark(Target, 2, 14, 7),
                mark(Deadline, 10, 21, 7),
                mark(Department, 22, 24, 7),
            ],
            Some(7),
        );
        let pieces = marked.paragraph(&units[0].lines()[0]);
        assert_eq!(
            shown(&pieces),
            [
                ("1.", true, &[] as &[MarkKind]),
                ("食品、农产品合格", true, &[Target]),
                ("率96%", true, &[Target, Deadline]),
                ("，到2020年", true, &[Deadline]),
                ("。", true, &[]),
                ("省局", false, &[Department]),
            ]
        );
        let whole: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(whole, text);
    }

    #[test]
    fn a_clause_goes_on_over_lines_and_an_inner_one_is_found() {
        let text = "1.第一行\n\n第二行。甲：内。\n后记";
        let units = units(text);
        let marked = Marked::new(
            vec![clause(1, 0, 15), clause(2, 11, 15)],
            Vec::new(),
            Some(2),
        );
        let begins = |unit: usize| -> Vec<i64> {
            marked
                .beginning(&units[unit])
                .iter()
                .map(|clause| clause.item)
                .collect()
        };
        assert_eq!(
            (begins(0), begins(1), begins(2)),
            (vec![1], vec![2], vec![])
        );
        let second = marked.paragraph(&units[1].lines()[0]);
        assert_eq!(
            shown(&second),
            [
                ("第二行。", false, &[] as &[MarkKind]),
                ("甲：内。", true, &[])
            ]
        );
        assert!(second[0].in_clause);
        assert!(!marked.paragraph(&units[2].lines()[0])[0].in_clause);
    }

    #[test]
    fn cells_keep_their_marks() {
        let text = "分类\t任务\t单位\n质\n量\t1 合格率90%\t省局";
        let units = units(text);
        let at = |word: &str| {
            let byte = text.find(word).expect("in the text");
            text[..byte].chars().count()
        };
        let marked = Marked::new(
            vec![clause(1, at("1 合"), text.chars().count())],
            vec![
                mark(MarkKind::Target, at("合格率90"), at("合格率90") + 6, 1),
                mark(MarkKind::Department, at("省局"), at("省局") + 2, 1),
            ],
            None,
        );
        let cells: Vec<String> = marked
            .cells(units[1].lines())
            .iter()
            .map(|cell| {
                let pieces = cell.iter().map(|piece| {
                    let marks: String = piece
                        .kinds
                        .iter()
                        .map(|kind| format!("<{kind:?}>"))
                        .collect();
                    format!("{marks}{}", piece.text)
                });
                pieces.collect::<String>()
            })
            .collect();
        assert_eq!(cells, ["质量", "1 <Target>合格率90%", "<Department>省局"]);
        assert_eq!(marked.beginning(&units[1]).len(), 1);
    }

    #[test]
    fn what_was_found_where_is_counted() {
        let text = "标题\n一、总则。\n前言\n1.任务\n续\n分类\t任务\n甲\t做";
        let units = units(text);
        let at = |word: &str| {
            text[..text.find(word).expect("in the text")]
                .chars()
                .count()
        };
        let clauses = [(at("1.任务"), at("续") + 1), (at("做"), at("做") + 1)];
        let headings = [(at("一、总则"), at("一、总则") + 4)];
        let coverage = Coverage::of(&units, &clauses, &headings);
        assert_eq!(
            coverage,
            Coverage {
                with_items: 3,
                headings: 1,
                without: vec![0, 2, 5]
            }
        );
    }
}
