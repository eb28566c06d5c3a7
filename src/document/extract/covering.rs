//! A notice that only sends out another text: what it numbers asks for diligence, the work stands in the text it covers.

use super::super::front_matter::FrontMatter;
use super::super::outline::ROOT;
use super::Extractor;
use crate::domain::word_list;

word_list!(SENDS = "印发给你们 转发给你们 印发你们 予以印发 现予印发 印发执行 予以分解");
word_list!(
    /// Whom the paragraphs of such a notice speak to.
    ADDRESSED = "各单位 各部门 各级 各有关 各相关 各牵头 各责任 各地 各县 各乡 各区 督查 督考 督办 考核 加强领导 细化方案 压实责任 明确责任"
);

impl Extractor<'_, '_> {
    /// True for a notice without the text that it sends out.
    pub(super) fn only_covers(&self, front: &FrontMatter, start: usize) -> bool {
        let title = front.title.as_ref().map_or("", |(title, _)| title.as_str());
        let covers = title.ends_with("通知") && (title.contains("印发") || title.contains("转发"));
        let text = |block: usize| self.paragraph(block).map_or("", |one| one.text());
        let nodes = &self.nodes[ROOT].children;
        covers
            && !self.assigns
            && front.attached_title.is_none()
            && (0..start).any(|block| SENDS.inside(text(block)))
            && nodes.iter().all(|node| {
                let node = &self.nodes[*node];
                let speaks = node
                    .heading
                    .iter()
                    .any(|block| ADDRESSED.inside(text(*block)));
                speaks && node.children.is_empty() && node.tables.is_empty()
            })
    }
}
