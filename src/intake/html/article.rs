//! The article of a page: the element that holds what the page is about, without navigation, footer and tools.
//!
//! The text outside of links is weighed. From the page downwards the scale tips to one child as long as it is only
//! wrapped; from where it stops, neighbours are taken in again that read like text and not like the furniture of a
//! site.

use super::page::{Child, Page, ROOT};
use super::site_words::{ARTICLES, BESIDE, FURNITURE};
use super::tags::Tag;

/// The weights of a page.
pub(super) struct Article<'p> {
    page: &'p Page,
    /// Characters outside of links, with those of the elements inside.
    words: Vec<usize>,
    /// Characters in links.
    linked: Vec<usize>,
    /// Elements that are no article, with all inside them.
    passed_over: Vec<bool>,
    in_link: Vec<bool>,
    /// Whether furniture was taken out.
    outside: bool,
    /// The element chosen.
    pub(super) element: usize,
}

impl<'p> Article<'p> {
    /// Finds the article.
    pub(super) fn find(page: &'p Page) -> Self {
        let count = page.elements.len();
        let mut article = Self {
            page,
            words: vec![0; count],
            linked: vec![0; count],
            passed_over: vec![false; count],
            in_link: vec![false; count],
            outside: false,
            element: ROOT,
        };
        article.weigh();
        article.take_furniture_out();
        let deepest = article.named_inside(article.descend());
        article.element = article.climb(deepest);
        article
    }

    /// Whether an element is left out of the text: hidden, or furniture inside the article.
    pub(super) fn passes_over(&self, element: usize) -> bool {
        self.passed_over[element]
    }

    /// Whether anything with text stands outside the article.
    pub(super) fn has_surroundings(&self) -> bool {
        self.outside
            || self.words[self.element] + self.linked[self.element]
                < self.words[ROOT] + self.linked[ROOT]
    }

    fn weigh(&mut self) {
        for (index, element) in self.page.elements.iter().enumerate() {
            let style: String = element.attributes.style.split_whitespace().collect();
            let hidden = element.attributes.hidden || style.contains("display:none");
            self.passed_over[index] = self.passed_over[element.parent]
                || hidden
                || matches!(element.tag, Tag::Aside | Tag::Unseen);
            self.in_link[index] = self.in_link[element.parent] || element.tag == Tag::Link;
        }
        self.sum();
    }

    /// Adds up the text of each element. Children come after their parents, so going backwards each is complete
    /// before it is added.
    fn sum(&mut self) {
        for (index, element) in self.page.elements.iter().enumerate().rev() {
            if !self.passed_over[index] {
                let own: usize = element.children.iter().map(length).sum();
                if self.in_link[index] {
                    self.linked[index] += own;
                } else {
                    self.words[index] += own;
                }
            }
            if index != ROOT {
                self.words[element.parent] += self.words[index];
                self.linked[element.parent] += self.linked[index];
            }
        }
    }

    /// Footers and the like weigh nothing, unless most of the page stands in what is called so.
    fn take_furniture_out(&mut self) {
        let whole = self.words[ROOT];
        let light = |article: &Self, element: usize| {
            article.is_furniture(element) && article.words[element] * 5 < whole * 2
        };
        let out: Vec<bool> = (0..self.words.len())
            .map(|element| element != ROOT && light(self, element))
            .collect();
        for (element, out) in out.into_iter().enumerate() {
            self.passed_over[element] |=
                out || self.passed_over[self.page.elements[element].parent];
        }
        let before = self.words[ROOT] + self.linked[ROOT];
        self.words.fill(0);
        self.linked.fill(0);
        self.sum();
        self.outside = self.words[ROOT] + self.linked[ROOT] < before;
    }

    /// The element inside that the site itself calls the article, if most of the text stands in it.
    fn named_inside(&self, element: usize) -> usize {
        let mut inside = vec![false; self.words.len()];
        inside[element] = true;
        for index in element + 1..inside.len() {
            inside[index] = inside[self.page.elements[index].parent];
        }
        (element..inside.len())
            .find(|index| {
                inside[*index]
                    && self.is_article(*index)
                    && self.words[*index] * 2 > self.words[element]
            })
            .unwrap_or(element)
    }

    fn is_article(&self, element: usize) -> bool {
        let attributes = &self.page.elements[element].attributes;
        let mut names = attributes
            .id
            .split_whitespace()
            .chain(attributes.class.split_whitespace());
        names.any(|name| ARTICLES.contains(&name.to_ascii_lowercase().as_str()))
    }

    /// Follows the weight down to where it divides.
    fn descend(&self) -> usize {
        let mut at = ROOT;
        loop {
            let heaviest = self.page.inside(at).max_by_key(|inner| self.words[*inner]);
            match heaviest {
                Some(inner)
                    if self.words[inner] > 0 && self.words[inner] * 10 >= self.words[at] * 7 =>
                {
                    at = inner
                }
                _ => break,
            }
        }
        // Half a table or half a line is no article.
        while at != ROOT && !matches!(self.page.elements[at].tag, Tag::Box | Tag::Cell | Tag::Body)
        {
            at = self.page.elements[at].parent;
        }
        at
    }

    /// Takes in what stands beside the element as long as it reads like text.
    fn climb(&self, mut at: usize) -> usize {
        while at != ROOT {
            let parent = self.page.elements[at].parent;
            let beside = self.page.inside(parent).filter(|inner| *inner != at);
            let part_of_table = self.page.elements[parent].tag.is_part_of_table();
            if part_of_table || beside.into_iter().any(|inner| !self.reads_like_text(inner)) {
                break;
            }
            at = parent;
        }
        at
    }

    fn reads_like_text(&self, element: usize) -> bool {
        if self.words[element] + self.linked[element] == 0 {
            return true;
        }
        !self.is_furniture(element)
            && self.linked[element] * 2 <= self.words[element]
            && !(self.words[element] < 400
                && BESIDE
                    .iter()
                    .any(|words| self.text(element).contains(words)))
    }

    fn is_furniture(&self, element: usize) -> bool {
        let attributes = &self.page.elements[element].attributes;
        let names = attributes
            .id
            .split_whitespace()
            .chain(attributes.class.split_whitespace());
        names.into_iter().any(|name| {
            let name = name.to_ascii_lowercase();
            name.split(['-', '_']).any(|word| {
                let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
                FURNITURE.contains(&word)
            })
        })
    }

    /// The text of a small element.
    fn text(&self, element: usize) -> String {
        let mut text = String::new();
        self.collect(element, &mut text);
        text
    }

    fn collect(&self, element: usize, text: &mut String) {
        for child in &self.page.elements[element].children {
            match child {
                Child::Text(piece) => text.extend(piece.chars().filter(|c| !c.is_whitespace())),
                Child::Element(inner) if !self.passed_over[*inner] => self.collect(*inner, text),
                Child::Element(_) => {}
            }
        }
    }

    /// What the links to files of their own are called, without those in the furniture.
    pub(super) fn attachments(&self) -> Vec<String> {
        let elements = self.page.elements.iter().enumerate();
        let links = elements
            .filter(|(index, element)| element.attributes.file && !self.passed_over[*index]);
        let names = links.map(|(index, _)| self.text(index).chars().take(60).collect());
        names
            .filter(|name: &String| !name.is_empty())
            .take(20)
            .collect()
    }

    /// The title that the page gives its article: what the site says in `meta`, else its longest first heading.
    pub(super) fn title(&self) -> Option<String> {
        let stated = self.page.elements.iter().find_map(|element| {
            let named = element.tag == Tag::Meta
                && element.attributes.name.eq_ignore_ascii_case("ArticleTitle");
            named.then(|| element.attributes.content.trim().to_owned())
        });
        let headings = self
            .page
            .elements
            .iter()
            .enumerate()
            .filter(|(index, element)| {
                matches!(element.tag, Tag::Heading(1 | 2))
                    && !self.passed_over[*index]
                    && !self.is_furniture(*index)
            });
        let heading = headings
            .map(|(index, _)| self.text(index))
            .filter(|text| (6..=120).contains(&text.chars().count()))
            .max_by_key(|text| text.chars().count());
        stated.filter(|title| !title.is_empty()).or(heading)
    }
}

fn length(child: &Child) -> usize {
    match child {
        Child::Text(text) => text.chars().filter(|c| !c.is_whitespace()).count(),
        Child::Element(_) => 0,
    }
}

/// A line of the furniture, told by its words.
pub(super) fn stands_beside(line: &str) -> bool {
    line.chars().count() < 60 && BESIDE.iter().any(|words| line.contains(words))
}
