//! The way from part to part in an office file (Open Packaging Conventions): each part says in a `.rels` beside it
//! which others it uses, and what for.

use super::Refusal;
use super::archive::Archive;
use super::xml::{self, Node, Xml};

/// A use that one part has for another.
struct Relation {
    id: String,
    /// The last word of its type: `styles`, `header`, `worksheet`.
    kind: String,
    target: String,
}

/// A part as text; `None` when it is not there.
///
/// # Errors
///
/// When it is damaged or beyond a limit.
pub(super) fn text(archive: &mut Archive<'_>, name: &str) -> Result<Option<String>, Refusal> {
    archive.part(name)?.map(xml::decode).transpose()
}

/// The part that holds the document; `usual` where it is not stated otherwise.
pub(super) fn main_part(archive: &mut Archive<'_>, usual: &str) -> Result<String, Refusal> {
    if archive.has(usual) {
        return Ok(usual.to_owned());
    }
    let stated = related(archive, "", "officeDocument")?;
    Ok(stated
        .into_iter()
        .next()
        .unwrap_or_else(|| usual.to_owned()))
}

/// The parts that a part uses for something, in order of their names.
pub(super) fn related(
    archive: &mut Archive<'_>,
    part: &str,
    kind: &str,
) -> Result<Vec<String>, Refusal> {
    let relations = relations(archive, part)?;
    let mut names: Vec<String> = relations
        .into_iter()
        .filter(|relation| relation.kind == kind)
        .map(|relation| relation.target)
        .collect();
    names.sort();
    names.dedup();
    Ok(names)
}

/// The parts that a part uses, by the ids it calls them.
pub(super) fn by_id(
    archive: &mut Archive<'_>,
    part: &str,
) -> Result<Vec<(String, String)>, Refusal> {
    let relations = relations(archive, part)?.into_iter();
    Ok(relations
        .map(|relation| (relation.id, relation.target))
        .collect())
}

fn relations(archive: &mut Archive<'_>, part: &str) -> Result<Vec<Relation>, Refusal> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let beside = if folder.is_empty() {
        String::new()
    } else {
        format!("{folder}/")
    };
    let Some(text) = text(archive, &format!("{beside}_rels/{file}.rels"))? else {
        return Ok(Vec::new());
    };
    let mut xml = Xml::new(&text);
    let mut relations = Vec::new();
    loop {
        match xml.next()? {
            Node::Open(element) if element.name() == "Relationship" => {
                let value = |name| element.attribute(name).unwrap_or_default();
                let kind = value("Type");
                // What stands outside the file is never fetched.
                if value("TargetMode") != "External" {
                    relations.push(Relation {
                        id: value("Id"),
                        kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                        target: resolve(folder, &value("Target")),
                    });
                }
            }
            Node::End => return Ok(relations),
            _ => {}
        }
    }
}

/// `../media/a.png` as seen from a folder.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_seen_from_their_part() {
        for (folder, target, name) in [
            ("word", "styles.xml", "word/styles.xml"),
            ("", "word/document.xml", "word/document.xml"),
            (
                "xl/worksheets",
                "../tables/table1.xml",
                "xl/tables/table1.xml",
            ),
            (
                "xl",
                "/xl/worksheets/sheet1.xml",
                "xl/worksheets/sheet1.xml",
            ),
            ("word", "../../../etc/passwd", "etc/passwd"),
        ] {
            assert_eq!(resolve(folder, target), name);
        }
    }
}
