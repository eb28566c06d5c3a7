//! A page as a person sees it: its words, rows, links and forms.

use std::fmt;

use scraper::{ElementRef, Html, Selector};

use super::form::Form;
use super::{Answer, Visitor};

/// A page that was fetched.
pub(crate) struct Page {
    answer: Answer,
    html: Html,
}

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.answer.asked)
    }
}

/// The elements of a document that a selector finds.
pub(super) fn all<'h>(html: &'h Html, selector: &str) -> Vec<ElementRef<'h>> {
    html.select(&parsed(selector)).collect()
}

/// The elements below an element that a selector finds.
pub(super) fn within<'h>(element: ElementRef<'h>, selector: &str) -> Vec<ElementRef<'h>> {
    element.select(&parsed(selector)).collect()
}

fn parsed(selector: &str) -> Selector {
    Selector::parse(selector).unwrap_or_else(|error| panic!("{selector}: {error}"))
}

/// The words of an element; space between them is one blank.
pub(super) fn words(element: ElementRef<'_>) -> String {
    let text: String = element.text().collect();
    squeezed(&text)
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What tests ask about a part of a page.
pub(crate) trait Part {
    /// The element.
    fn element(&self) -> ElementRef<'_>;
    /// For messages.
    fn place(&self) -> String;

    /// Its words; space between them is one blank.
    fn text(&self) -> String {
        words(self.element())
    }

    /// It says this.
    #[track_caller]
    fn has(&self, words: &str) -> &Self {
        let text = self.text();
        assert!(
            text.contains(&squeezed(words)),
            "{} does not say “{words}”:\n{text}",
            self.place()
        );
        self
    }

    /// It does not say this.
    #[track_caller]
    fn lacks(&self, words: &str) -> &Self {
        let text = self.text();
        assert!(
            !text.contains(&squeezed(words)),
            "{} says “{words}”:\n{text}",
            self.place()
        );
        self
    }

    /// The words of every element that a selector finds.
    fn texts(&self, selector: &str) -> Vec<String> {
        within(self.element(), selector)
            .into_iter()
            .map(words)
            .collect()
    }

    /// Where the one link with these words leads.
    #[track_caller]
    fn link(&self, text: &str) -> String {
        let links = within(self.element(), "a[href]");
        let address = |link: &ElementRef<'_>| link.attr("href").unwrap_or_default().to_owned();
        let exactly: Vec<_> = links.iter().filter(|link| words(**link) == text).collect();
        let found: Vec<_> = match exactly.is_empty() {
            true => links
                .iter()
                .filter(|link| words(**link).contains(text))
                .collect(),
            false => exactly,
        };
        let mut addresses: Vec<String> = found.into_iter().map(address).collect();
        addresses.dedup();
        match addresses.as_slice() {
            [address] => address.clone(),
            [] => panic!("{} has no link “{text}”:\n{}", self.place(), self.text()),
            several => panic!("{} has several links “{text}”: {several:?}", self.place()),
        }
    }

    /// Where every link of it leads.
    fn links(&self) -> Vec<String> {
        within(self.element(), "a[href]")
            .into_iter()
            .filter_map(|link| link.attr("href"))
            .map(str::to_owned)
            .collect()
    }
}

impl Part for Page {
    fn element(&self) -> ElementRef<'_> {
        self.html.root_element()
    }

    fn place(&self) -> String {
        format!("{:?} by {:?}", self, self.visitor())
    }

    /// The words of the body; the title is not on the page.
    fn text(&self) -> String {
        all(&self.html, "body").into_iter().map(words).collect()
    }
}

impl Page {
    pub(super) fn new(answer: Answer, html: Html) -> Self {
        Self { answer, html }
    }

    /// The answer that it came with.
    pub(crate) fn answer(&self) -> &Answer {
        &self.answer
    }

    /// Who looks at it.
    pub(crate) fn visitor(&self) -> &Visitor {
        &self.answer.visitor
    }

    pub(super) fn html(&self) -> &Html {
        &self.html
    }

    /// Its heading.
    pub(crate) fn heading(&self) -> String {
        self.texts("h1").concat()
    }

    /// Its main part, without what surrounds every page.
    pub(crate) fn main(&self) -> Row<'_> {
        Row {
            page: self,
            element: all(&self.html, "main")[0],
        }
    }

    /// The one row of a table, or point of a list, that says this.
    #[track_caller]
    pub(crate) fn row(&self, text: &str) -> Row<'_> {
        let rows = self.rows_with(text);
        let count = rows.len();
        match <[Row<'_>; 1]>::try_from(rows) {
            Ok([row]) => row,
            Err(_) => panic!(
                "{} has {count} rows that say “{text}”:\n{}",
                self.place(),
                self.text()
            ),
        }
    }

    /// Every row of a table, or point of a list, in the main part that says this and has no smaller one in it that
    /// does.
    pub(crate) fn rows_with(&self, text: &str) -> Vec<Row<'_>> {
        let text = squeezed(text);
        let says = |element: &ElementRef<'_>| words(*element).contains(&text);
        all(&self.html, "main tbody tr, main li")
            .into_iter()
            .filter(|element| says(element) && !within(*element, "tr, li").iter().any(says))
            .map(|element| Row {
                page: self,
                element,
            })
            .collect()
    }

    /// The rows in the bodies of its tables.
    pub(crate) fn rows(&self) -> Vec<Row<'_>> {
        self.parts("main tbody tr")
    }

    /// The elements that a selector finds.
    pub(crate) fn parts(&self, selector: &str) -> Vec<Row<'_>> {
        all(&self.html, selector)
            .into_iter()
            .map(|element| Row {
                page: self,
                element,
            })
            .collect()
    }

    /// The one element that a selector finds.
    #[track_caller]
    pub(crate) fn part(&self, selector: &str) -> Row<'_> {
        let parts = self.parts(selector);
        let count = parts.len();
        match <[Row<'_>; 1]>::try_from(parts) {
            Ok([part]) => part,
            Err(_) => panic!("{} has {count} of {selector}", self.place()),
        }
    }

    /// Opens the page behind the one link with these words.
    pub(crate) async fn open(&self, text: &str) -> Self {
        self.visitor().get(&self.link(text)).await
    }

    /// The one form that sends to this address, whatever its query.
    #[track_caller]
    pub(crate) fn form(&self, action: &str) -> Form<'_> {
        let found = all(&self.html, "main form");
        let sends = |form: &ElementRef<'_>| {
            let address = form.attr("action").unwrap_or_default();
            address == action || address.split('?').next() == Some(action)
        };
        let forms: Vec<_> = found.iter().copied().filter(sends).collect();
        match forms.as_slice() {
            [form] => Form::new(self, *form),
            forms => panic!(
                "{} has {} forms to {action}; all of them: {:?}",
                self.place(),
                forms.len(),
                found
                    .iter()
                    .map(|form| form.attr("action"))
                    .collect::<Vec<_>>()
            ),
        }
    }

    /// What is said about a field: its mistake or its hint, in the elements that describe it.
    #[track_caller]
    pub(crate) fn about(&self, field: &str) -> String {
        let control = self.part(&format!("main [name='{field}'][aria-describedby]"));
        let described = control.element.attr("aria-describedby").unwrap_or_default();
        let parts = described
            .split_whitespace()
            .map(|id| self.part(&format!("[id='{id}']")).text());
        parts.collect::<Vec<_>>().join(" ")
    }
}

/// A part of a page, mostly a row.
#[derive(Clone, Copy)]
pub(crate) struct Row<'p> {
    page: &'p Page,
    element: ElementRef<'p>,
}

impl fmt::Debug for Row<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl Part for Row<'_> {
    fn element(&self) -> ElementRef<'_> {
        self.element
    }

    fn place(&self) -> String {
        format!("a part of {}", self.page.place())
    }
}

impl Row<'_> {
    /// The words of its cells.
    pub(crate) fn cells(&self) -> Vec<String> {
        self.texts("th, td")
    }

    /// An attribute.
    pub(crate) fn attr(&self, name: &str) -> Option<&str> {
        self.element.attr(name)
    }

    /// Opens the page behind the one link with these words.
    pub(crate) async fn open(&self, text: &str) -> Page {
        self.page.visitor().get(&self.link(text)).await
    }
}
