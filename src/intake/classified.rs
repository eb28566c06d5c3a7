//! Classification marks (密级) where the parser does not look: in headers, footers and text boxes.

/// The mark on a line, without the space that is often set inside it: `机 密 ★ 1 年` gives `机密★1年`.
pub(super) fn mark(line: &str) -> Option<String> {
    if line.len() > 200 {
        return None;
    }
    let line: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    ["绝密", "机密", "秘密"].into_iter().find_map(|word| {
        let at = line.find(word)?;
        let alone = line == word || line[at + word.len()..].starts_with('★');
        alone.then(|| line[at..].to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_told_from_words() {
        for (line, found) in [
            (" 机 密 ★ 1 年 ", Some("机密★1年")),
            ("秘密", Some("秘密")),
            ("000001 绝密★启用前", Some("绝密★启用前")),
            ("保守国家秘密", None),
            ("", None),
        ] {
            assert_eq!(mark(line).as_deref(), found, "{line}");
        }
    }
}
