//! The pages of a file in their order (ISO 32000-1, 7.7.3): a tree whose nodes hand down what holds for all below.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::object::{Dictionary, Object};
use super::store::Store;

/// A page.
#[derive(Debug, Clone)]
pub(super) struct Page {
    /// Fonts and forms by the names that its contents use.
    pub resources: Rc<Object>,
    /// One stream, or several that go on in one another.
    pub contents: Object,
    /// Quarter turns to the right.
    pub turned: u8,
    /// Left, bottom, right, top.
    pub corners: [f64; 4],
}

impl Default for Page {
    fn default() -> Self {
        Self {
            resources: Rc::new(Object::Null),
            contents: Object::Null,
            turned: 0,
            corners: [0.0, 0.0, 595.0, 842.0],
        }
    }
}

impl Store<'_> {
    /// The pages in their order, each with what it has from the nodes above it.
    pub(super) fn pages(&self) -> Vec<Page> {
        let catalog = self
            .root
            .and_then(|root| self.objects.get(&root)?.dictionary());
        let catalog = catalog.or_else(|| self.of_type(b"Catalog").next());
        let mut pages = Vec::new();
        let mut seen = BTreeSet::new();
        let mut waiting: Vec<(u32, Page)> = Vec::new();
        if let Some(Object::Reference(tree)) =
            catalog.and_then(|catalog| catalog.get(&b"Pages"[..]))
        {
            waiting.push((*tree, Page::default()));
        }
        while let Some((number, above)) = waiting.pop() {
            let node = self.objects.get(&number).and_then(Object::dictionary);
            let Some(node) = node.filter(|_| seen.insert(number)) else {
                continue;
            };
            let mut page = self.page(node, &above);
            match self.get(node, b"Kids").array() {
                Some(kids) => waiting.extend(kids.iter().rev().filter_map(|kid| match kid {
                    Object::Reference(kid) => Some((*kid, page.clone())),
                    _ => None,
                })),
                None => {
                    page.contents = node.get(&b"Contents"[..]).cloned().unwrap_or(Object::Null);
                    pages.push(page);
                }
            }
        }
        if pages.is_empty() {
            let loose = self.of_type(b"Page");
            pages.extend(loose.map(|node| Page {
                contents: node.get(&b"Contents"[..]).cloned().unwrap_or(Object::Null),
                ..self.page(node, &Page::default())
            }));
        }
        pages
    }

    /// What a node of the tree says of the pages below it.
    fn page(&self, node: &Dictionary, above: &Page) -> Page {
        let mut page = above.clone();
        if let Some(resources) = node.get(&b"Resources"[..]) {
            page.resources = Rc::new(self.resolve(resources).clone());
        }
        if let Some(turned) = self.get(node, b"Rotate").number() {
            page.turned = (turned / 90.0).rem_euclid(4.0) as u8;
        }
        let corners = self.get(node, b"MediaBox").array().unwrap_or_default();
        let corners: Vec<f64> = corners
            .iter()
            .filter_map(|corner| self.resolve(corner).number())
            .collect();
        if let [left, bottom, right, top] = corners[..] {
            page.corners = [
                left.min(right),
                bottom.min(top),
                left.max(right),
                bottom.max(top),
            ];
        }
        page
    }
}
