//! What stands before and behind the body: title, number, issuer, dates, addressee, citations, 抄送.
//!
//! ```text
//! [发文机关 文件] [文号] 标题 主送机关： 引言 [署名 成文日期] [被印发件标题 引言]  …body…  [抄送：…] [机关 日期印发]
//! ```
//! Web copies leave out the head and put the signature before the attached text (seeds 000, 003), so every line
//! before the first heading is judged by what it is, not by where it stands.

use chrono::NaiveDate;

use super::Span;
use super::body;
use super::front_lines::{self as lines, kind_of};
use super::grammar::citation::{self, Citation};
use super::mark::MarkKind;
use super::paragraph::{Block, Paragraph};
use super::place;

/// What the lines around the body say.
#[derive(Debug, Default)]
pub struct FrontMatter {
    /// 标题, and where it stands.
    pub title: Option<(String, Span)>,
    /// Title of the text that a covering notice sends out, when both are printed.
    pub attached_title: Option<String>,
    /// 发文字号 with `〔〕`.
    pub doc_number: Option<String>,
    /// 发文机关.
    pub issuer: Option<String>,
    /// 成文日期.
    pub issued_on: Option<NaiveDate>,
    /// 印发日期.
    pub printed_on: Option<NaiveDate>,
    /// 文种: 决定, 意见, 实施方案, 任务分工.
    pub kind: Option<String>,
    /// 行政区 by its official name.
    pub jurisdiction: Option<String>,
    /// The company that divides the work among its own departments, which carry the prefix of no region.
    pub company: Option<String>,
    /// 主送机关, without the colon.
    pub addressee: Option<String>,
    /// 抄送.
    pub copied_to: Option<String>,
    /// Documents named in the introduction.
    pub citations: Vec<(Citation, Span)>,
}

/// The part of the blocks that is the body.
pub(super) struct Body {
    /// First block of the body.
    pub start: usize,
    /// One past its last block.
    pub end: usize,
}

/// Reads the lines around the body and says where the body is.
pub(super) fn read(stored: &str, blocks: &[Block<'_>]) -> (FrontMatter, Body) {
    let start = body::start(blocks);
    let mut reader = Reader {
        stored,
        front: FrontMatter::default(),
        titles: Vec::new(),
        banner: None,
    };
    reader.head(&blocks[..start]);
    let end = reader.tail(blocks, start);
    (reader.finish(blocks), Body { start, end })
}

struct Title {
    text: String,
    span: Span,
}

struct Reader<'t> {
    stored: &'t str,
    front: FrontMatter,
    titles: Vec<Title>,
    banner: Option<String>,
}

impl Reader<'_> {
    fn head(&mut self, blocks: &[Block<'_>]) {
        let paragraphs: Vec<&Paragraph<'_>> = blocks
            .iter()
            .filter_map(|block| match block {
                Block::Paragraph(paragraph) => Some(paragraph),
                _ => None,
            })
            .collect();
        let mut at = 0;
        while at < paragraphs.len() {
            at += self.line(
                &paragraphs[at..],
                at.checked_sub(1).map(|before| paragraphs[before]),
            );
        }
    }

    /// Judges the line at the head of `rest`; gives how many lines it took.
    fn line(&mut self, rest: &[&Paragraph<'_>], previous: Option<&Paragraph<'_>>) -> usize {
        let text = rest[0].text();
        if let Some((date, printed)) = lines::date_line(text) {
            self.date(date, printed, previous);
        } else if let Some(number) = lines::number_line(text) {
            self.front.doc_number.get_or_insert(number);
        } else if lines::is_banner(text) {
            let own = lines::issuing_body(text.trim_end_matches("文件"));
            self.banner = own.or_else(|| lines::issuing_body(previous?.text()));
        } else if lines::is_addressee(text) {
            self.front
                .addressee
                .get_or_insert_with(|| text.trim_end_matches('：').to_owned());
        } else if let Some(taken) = self.title(rest) {
            return taken;
        } else {
            let found = citation::all(text);
            self.front
                .citations
                .extend(found.into_iter().map(|citation| {
                    let span = rest[0].reading.span(citation.range.clone());
                    (citation, span)
                }));
        }
        1
    }

    fn date(&mut self, date: NaiveDate, printed: bool, previous: Option<&Paragraph<'_>>) {
        if printed {
            self.front.printed_on.get_or_insert(date);
        } else if self.front.issued_on.is_none() {
            self.front.issued_on = Some(date);
            let signed = previous.and_then(|line| lines::signer(line.text()));
            self.front.issuer = signed.or(self.front.issuer.take());
        }
    }

    /// A title, over as many lines as it takes (`…办公厅⏎关于明确…文件⏎重点工作责任单位的通知`); gives how many.
    fn title(&mut self, rest: &[&Paragraph<'_>]) -> Option<usize> {
        let mut text = String::new();
        let mut normal = String::new();
        for (index, line) in rest.iter().take(4).enumerate() {
            if !lines::may_be_title_line(line.text())
                || (index > 0 && lines::stands_apart(line.text()))
            {
                return None;
            }
            // A signature and its date, or the name on a red head, are no beginnings of titles.
            let opens = lines::issuing_body(line.text()).is_some();
            let next = rest.get(index + 1).map(|line| line.text());
            if opens
                && !next.is_some_and(|next| {
                    next.starts_with("关于") || next.starts_with("印发") || next.starts_with("转发")
                })
            {
                return None;
            }
            text.push_str(&line.reading.original(self.stored, 0..line.text().len()));
            normal.push_str(line.text());
            if lines::is_whole_title(&normal) {
                let span = rest[0].reading.whole().to(line.reading.whole());
                self.titles.push(Title { text, span });
                return Some(index + 1);
            }
        }
        None
    }

    /// Reads the lines behind the body; gives where the body ends.
    fn tail(&mut self, blocks: &[Block<'_>], start: usize) -> usize {
        let mut end = blocks.len();
        let first = start.max(blocks.len().saturating_sub(14));
        for index in first..blocks.len() {
            let Block::Paragraph(paragraph) = &blocks[index] else {
                end = if matches!(blocks[index], Block::Table(_)) {
                    blocks.len()
                } else {
                    end
                };
                continue;
            };
            if paragraph.mark.is_some() {
                end = blocks.len();
                continue;
            }
            let previous = index
                .checked_sub(1)
                .filter(|before| *before >= start)
                .and_then(|before| match &blocks[before] {
                    Block::Paragraph(line) => Some(line),
                    _ => None,
                });
            if let Some(from) = self.tail_line(paragraph, previous) {
                end = end.min(index - from);
            }
        }
        end
    }

    /// Reads a line behind the body; gives how many lines before it belong to it, or `None` for a line of the body.
    fn tail_line(
        &mut self,
        paragraph: &Paragraph<'_>,
        previous: Option<&Paragraph<'_>>,
    ) -> Option<usize> {
        let text = paragraph.text();
        if let Some(copied) = text
            .strip_prefix("抄送：")
            .or_else(|| text.strip_prefix("抄送"))
        {
            self.front.copied_to = Some(copied.trim_end_matches('。').to_owned());
            return Some(0);
        }
        if text.starts_with("主题词") {
            return Some(0);
        }
        if let Some((date, printed)) = lines::date_line(text) {
            let signed = previous
                .is_some_and(|line| line.mark.is_none() && lines::signer(line.text()).is_some());
            self.date(date, printed, previous);
            return Some(usize::from(signed));
        }
        let (issuer, date) = lines::printed_line(text)?;
        self.front.printed_on.get_or_insert(date);
        self.front.issuer = self.front.issuer.take().or(issuer);
        Some(0)
    }

    fn finish(mut self, blocks: &[Block<'_>]) -> FrontMatter {
        let mut titles = std::mem::take(&mut self.titles).into_iter();
        let first = titles.next().or_else(|| self.only_line(blocks));
        if let Some(first) = first {
            self.front.kind = kind_of(&first.text).map(str::to_owned);
            self.front.title = Some((first.text, first.span));
            self.front.attached_title = titles.next().map(|title| title.text);
        }
        let issuer = self.front.issuer.take().or(self.banner.take());
        self.front.issuer = issuer.or_else(|| issuer_of_title(&self.front));
        if self.front.kind.is_none() {
            self.front.kind = lines::announced_kind(blocks);
        }
        self.front.company = company(&self.front);
        self.front.jurisdiction = place::of_document(self.stored, &self.front, blocks);
        self.front
    }

    /// The first line, when it is short and no sentence: `政府工作报告`, `长春市2023年国民经济和社会发展计划主要任务`.
    fn only_line(&self, blocks: &[Block<'_>]) -> Option<Title> {
        // `附件2⏎…任务分解表`: an attachment that came alone.
        let annexed = matches!(blocks.first(), Some(Block::Paragraph(line)) if line.mark.is_some_and(|mark| mark.kind == MarkKind::Annex));
        let Some(Block::Paragraph(line)) = blocks.get(usize::from(annexed)) else {
            return None;
        };
        let text = line.text();
        let fits =
            line.mark.is_none() && lines::may_be_title_line(text) && text.chars().count() >= 4;
        let other = lines::number_line(text).is_some()
            || lines::issuing_body(text).is_some()
            || lines::is_banner(text);
        (fits && !other).then(|| Title {
            text: line.reading.original(self.stored, 0..text.len()),
            span: line.reading.whole(),
        })
    }
}

/// `杭州市人民政府办公厅关于印发…的通知` names its issuer.
fn issuer_of_title(front: &FrontMatter) -> Option<String> {
    let (title, _) = front.title.as_ref()?;
    let (before, _) = title.split_once("关于")?;
    lines::issuing_body(before)
}

/// The company that issued the text, or that its title begins with when nobody signed it.
fn company(front: &FrontMatter) -> Option<String> {
    let title = front.title.as_ref().map(|(title, _)| title.as_str());
    match front.issuer.as_deref() {
        Some(issuer) => lines::company(issuer),
        None => lines::company(title?),
    }
}
