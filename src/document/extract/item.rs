//! Items from paragraphs: which paragraphs belong to one, what its parts are, its title, text and extent. What it
//! says of departments, dates and numbers is read in [`super::fill`].

use std::ops::Range;

use super::super::Span;
use super::super::finding::{Finding, FindingKind};
use super::super::grammar::{indicators, label};
use super::super::parsed::{Item, Responsibility};
use super::heading::{self, Heading};
use super::{Extractor, Place};
use crate::domain::{Deadline, ItemKind};

/// True for a title under which goals stand: `总体目标`, `指导思想和总目标`; not `目标任务`.
pub(super) fn speaks_of_goals(title: &str) -> bool {
    let goals = ["目标", "指导思想", "主要指标"]
        .iter()
        .any(|word| title.contains(word));
    goals
        && !["任务", "目标责任", "目标考核"]
            .iter()
            .any(|word| title.contains(word))
}

/// A paragraph, or a part of one, that belongs to an item.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) block: usize,
    pub(super) range: Range<usize>,
}

impl Extractor<'_, '_> {
    /// The item of a marked heading with the paragraphs that belong to it; gives its index.
    pub(super) fn numbered_item(
        &mut self,
        node: usize,
        block: usize,
        heading: &Heading,
        place: &Place,
    ) -> usize {
        let (own, parts) = self.divide(node, block, heading);
        let Some(paragraph) = self.paragraph(block) else {
            return 0;
        };
        let label = paragraph
            .reading
            .original(self.stored, heading.label.clone());
        let title = paragraph
            .reading
            .original(self.stored, heading.title.clone());
        let range = heading.title.start..paragraph.text().len();
        let mut pieces = vec![Piece { block, range }];
        pieces.extend(own.into_iter().map(|block| self.whole(block)));
        let goal = place.goals || speaks_of_goals(&title);
        let measures = self.measures(&pieces, heading);
        let index = self.add(&pieces, place, goal, label, title, measures.is_empty());
        self.items[index].span.start = self.first_of(block);
        let mut inner = place.clone();
        inner.parent = Some(index);
        inner.path.push(self.printed_heading(block, heading));
        for measure in measures {
            let title = self.derived_title(&measure);
            self.add(&[measure], &inner, goal, String::new(), title, true);
        }
        for part in parts {
            self.sub_measure(&part, &inner, goal);
        }
        if self.assigns && !self.assigned[node] && self.items[index].targets.is_empty() {
            let span = self.items[index].span;
            self.findings.push(Finding {
                span,
                kind: FindingKind::NoResponsibility,
            });
        }
        index
    }

    /// The paragraphs of an item: its own, and those of each sub-measure that begins with a label of its own
    /// (`农产品：`, `食品药品：`, seed 001).
    fn divide(
        &self,
        node: usize,
        block: usize,
        heading: &Heading,
    ) -> (Vec<usize>, Vec<Vec<usize>>) {
        let complete = self.is_complete(block, heading);
        let belongs = |candidate: &usize| {
            let text = self
                .paragraph(*candidate)
                .map_or("", |paragraph| paragraph.text());
            let leads_up = text.ends_with('：') && text.chars().count() <= 14;
            let closes = heading.runs_in() && self.closes_document(*candidate, text);
            let labels = self.only_assigns(*candidate);
            labels || !(complete || closes || leads_up || text.starts_with("附件"))
        };
        let all = match self.lists_measures(node) {
            true => self.blocks_under(node),
            false => self.nodes[node].paragraphs.clone(),
        };
        let paragraphs: Vec<usize> = all.iter().copied().filter(belongs).collect();
        let labelled = |block: &usize| {
            self.paragraph(*block).is_some_and(|paragraph| {
                self.facts[*block].labelled.is_none()
                    && heading::run_in_label(paragraph.text()).is_some()
                    && !label::is_part(paragraph.text())
            })
        };
        if paragraphs.iter().filter(|block| labelled(block)).count() < 2 {
            return (paragraphs, Vec::new());
        }
        let first = paragraphs
            .iter()
            .position(labelled)
            .unwrap_or(paragraphs.len());
        let mut parts: Vec<Vec<usize>> = Vec::new();
        for block in &paragraphs[first..] {
            match parts.last_mut().filter(|_| !labelled(block)) {
                Some(part) => part.push(*block),
                None => parts.push(vec![*block]),
            }
        }
        (paragraphs[..first].to_vec(), parts)
    }

    /// `1.强化责任。……。（A、B）` is complete with its bracket; `（一）实施工程（A牵头）` may go on below.
    fn is_complete(&self, block: usize, heading: &Heading) -> bool {
        let facts = &self.facts[block];
        let Some(bracket) = facts.brackets.last() else {
            return facts.labelled.is_some();
        };
        let text = self
            .paragraph(block)
            .map_or("", |paragraph| paragraph.text());
        heading.runs_in() || text[..bracket.range.start].ends_with('。')
    }

    /// `地方各级人民政府要加强…` behind the last item closes the document; it is not part of that item.
    fn closes_document(&self, block: usize, text: &str) -> bool {
        const OPENINGS: &[&str] = &[
            "各",
            "地方",
            "本方案",
            "本意见",
            "本办法",
            "本措施",
            "以上",
            "出席",
            "参加人员",
            "列席",
            "记录",
            "主持",
            "分送",
            "发送",
            "联系",
            "本通知",
            "特此",
        ];
        let last = self.held.len().saturating_sub(block) <= 3;
        last && OPENINGS.iter().any(|word| text.starts_with(word))
    }

    fn sub_measure(&mut self, blocks: &[usize], place: &Place, goal: bool) {
        let Some(first) = blocks.first().and_then(|block| self.paragraph(*block)) else {
            return;
        };
        let Some(colon) = heading::run_in_label(first.text()) else {
            return;
        };
        let label = first.reading.original(self.stored, 0..colon);
        let mut pieces: Vec<Piece> = blocks.iter().map(|block| self.whole(*block)).collect();
        pieces[0].range.start = colon + '：'.len_utf8();
        let title = label.clone();
        let index = self.add(&pieces, place, goal, label, title, true);
        self.items[index].span.start = self.first_of(blocks[0]);
    }

    /// An unmarked paragraph that is an item of its own: a goal line. `lead` is the date of the sentence that
    /// leads up to it.
    pub(super) fn line_item(
        &mut self,
        block: usize,
        place: &Place,
        lead: Option<&(Deadline, Span)>,
    ) {
        let Some(paragraph) = self.paragraph(block) else {
            return;
        };
        if self.only_assigns(block) {
            self.attach_labels(block);
            return;
        }
        let text = paragraph.text();
        if self.facts[block].brackets.len() >= 2 {
            self.line_items(block, place);
            return;
        }
        // `——制造业产品质量合格率…`: the dash is a bullet.
        let bullet = text.len()
            - text
                .trim_start_matches(['—', '-', '·', '●', '■', '◆', ' '])
                .len();
        let piece = Piece {
            block,
            range: bullet..text.len(),
        };
        let goal = place.goals || (!self.assigning(block) && place.parent.is_none());
        let title = self.derived_title(&piece);
        let index = self.add(&[piece], place, goal, String::new(), title, true);
        self.items[index].span.start = self.first_of(block);
        for found in self.items[index]
            .targets
            .iter_mut()
            .filter(|found| found.deadline.is_none())
        {
            found.deadline = lead.cloned();
        }
        if goal && self.items[index].targets.is_empty() {
            self.name_indicators(index);
        }
    }

    /// `地区生产总值增长8%（市发展改革委），财政收入增长5%（市财政局）。`: each bracket closes an item of its own.
    fn line_items(&mut self, block: usize, place: &Place) {
        let ends: Vec<usize> = self.facts[block]
            .brackets
            .iter()
            .map(|bracket| bracket.range.end)
            .collect();
        let mut start = 0;
        for end in ends {
            let piece = Piece {
                block,
                range: start..end,
            };
            let title = self.derived_title(&piece);
            self.add(&[piece], place, place.goals, String::new(), title, true);
            start = end;
        }
    }

    /// A goal line that names several indicators assigns each of them (`培育著名商标、国家地理商标（自治区工商局牵头）`),
    /// so that each can find its own number and change hands on its own.
    fn name_indicators(&mut self, index: usize) {
        let item = &mut self.items[index];
        let names = indicators(item.text.trim_end_matches('。'));
        if names.len() < 2 {
            return;
        }
        let once = std::mem::take(&mut item.responsibilities);
        for indicator in 0..names.len() {
            let named = |one| Responsibility {
                indicator: Some(indicator),
                ..one
            };
            item.responsibilities
                .extend(once.iter().cloned().map(named));
        }
        item.indicators = names;
    }

    /// Label lines that stand alone belong to the item before them.
    fn attach_labels(&mut self, block: usize) {
        let Some(index) = self.items.len().checked_sub(1) else {
            return;
        };
        let piece = self.whole(block);
        self.read_assignments(std::slice::from_ref(&piece), index);
        let end = self.span_of(&piece);
        self.items[index].span = self.items[index].span.to(end);
        self.held[block].items.push(index);
    }

    /// The measures of an item whose text assigns more than once: each bracket answers for what stands before it.
    fn measures(&self, pieces: &[Piece], heading: &Heading) -> Vec<Piece> {
        let brackets = |piece: &Piece| self.facts[piece.block].brackets.len();
        if pieces.iter().map(brackets).sum::<usize>() < 2 {
            return Vec::new();
        }
        let mut measures = Vec::new();
        for piece in pieces {
            let first = piece.block == pieces[0].block && heading.runs_in();
            let body = heading.body.start.max(piece.range.start);
            let mut start = if first { body } else { piece.range.start };
            for bracket in &self.facts[piece.block].brackets {
                measures.push(Piece {
                    block: piece.block,
                    range: start..bracket.range.end,
                });
                start = bracket.range.end;
            }
        }
        measures
    }

    fn whole(&self, block: usize) -> Piece {
        let length = self
            .paragraph(block)
            .map_or(0, |paragraph| paragraph.text().len());
        Piece {
            block,
            range: 0..length,
        }
    }

    /// Where a paragraph begins in the stored text.
    fn first_of(&self, block: usize) -> usize {
        self.paragraph(block)
            .map_or(0, |paragraph| paragraph.reading.whole().start)
    }

    pub(super) fn span_of(&self, piece: &Piece) -> Span {
        let Some(paragraph) = self.paragraph(piece.block) else {
            return Span::default();
        };
        let inner = &paragraph.text()[piece.range.clone()];
        let lead = inner.len() - inner.trim_start_matches(['。', '；', '，', ' ']).len();
        paragraph
            .reading
            .span(piece.range.start + lead..piece.range.end)
    }

    /// A title for text that has none of its own.
    fn derived_title(&self, piece: &Piece) -> String {
        let Some(paragraph) = self.paragraph(piece.block) else {
            return String::new();
        };
        let limit = self
            .removed_in(piece)
            .first()
            .map_or(piece.range.end, |range| range.start);
        let words = &paragraph.text()[piece.range.start..limit.max(piece.range.start)];
        let lead = words.len() - words.trim_start_matches(['。', '；', '，']).len();
        let words = words[lead..].trim_end_matches(['。', '；']);
        let start = piece.range.start + lead;
        paragraph
            .reading
            .original(self.stored, start..start + heading::short_title(words))
    }

    /// Adds an item made of `pieces`; gives its index. `assigns` is false for one whose measures answer instead.
    fn add(
        &mut self,
        pieces: &[Piece],
        place: &Place,
        goal: bool,
        label: String,
        title: String,
        assigns: bool,
    ) -> usize {
        let span = pieces
            .iter()
            .map(|piece| self.span_of(piece))
            .reduce(Span::to);
        let texts = pieces.iter().map(|piece| self.text_of(piece));
        let text = texts
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join("\n");
        self.items.push(Item {
            kind: if goal { ItemKind::Goal } else { ItemKind::Task },
            label,
            section: place.section,
            parent: place.parent,
            path: place.path.clone(),
            title,
            text,
            span: span.unwrap_or_default(),
            indicators: Vec::new(),
            responsibilities: Vec::new(),
            leaders: Vec::new(),
            deadline: None,
            targets: Vec::new(),
        });
        let index = self.items.len() - 1;
        if assigns {
            self.fill(pieces, index);
        }
        for piece in pieces {
            self.held[piece.block].items.push(index);
        }
        index
    }

    /// The text of a piece as printed, without brackets of responsibility, labels and notes.
    fn text_of(&self, piece: &Piece) -> String {
        let Some(paragraph) = self.paragraph(piece.block) else {
            return String::new();
        };
        let mut text = String::new();
        let mut at = piece.range.start;
        for removed in self.removed_in(piece) {
            text.push_str(
                &paragraph
                    .reading
                    .original(self.stored, at..removed.start.max(at)),
            );
            at = removed.end.max(at);
        }
        let tail = paragraph
            .reading
            .original(self.stored, at..piece.range.end.max(at));
        // `……。（A负责）具体措施：` leads up to what follows.
        if at == piece.range.start || !is_lead_in(&tail) {
            text.push_str(&tail);
        }
        let text = text
            .trim_start_matches(['。', '；', '，', ',', ';', ' '])
            .trim();
        // `…配合））`: a bracket that closes nothing stays behind when the phrase is taken out.
        let stray = text.matches(['）', ')']).count() > text.matches(['（', '(']).count();
        let text = if stray {
            text.trim_end_matches(['）', ')'])
        } else {
            text
        };
        let one_sentence = text.matches('。').count() == 1;
        if one_sentence {
            text.trim_end_matches('。').to_owned()
        } else {
            text.to_owned()
        }
    }

    pub(super) fn removed_in(&self, piece: &Piece) -> Vec<Range<usize>> {
        let Some(paragraph) = self.paragraph(piece.block) else {
            return Vec::new();
        };
        let mut removed = self.facts[piece.block].removed(paragraph.text());
        removed.retain(|range| range.start >= piece.range.start && range.end <= piece.range.end);
        removed
    }
}

/// `具体措施：` behind the bracket of an item.
fn is_lead_in(tail: &str) -> bool {
    let tail = tail.trim();
    tail.ends_with(['：', ':']) && tail.chars().count() <= 14
}
