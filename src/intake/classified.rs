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

/// The mark in the title or the name of a file: `【机密】工作总结`, `机密★1年-纪要`. A word of a sentence is none:
/// `保守国家秘密工作总结`.
pub fn in_name(name: &str) -> Option<&'static str> {
    let name: Vec<char> = name.chars().filter(|c| !c.is_whitespace()).collect();
    // Han and letters continue a word; everything else ends it.
    let continues = |c: Option<&char>| c.is_some_and(|c| c.is_alphabetic());
    ["绝密", "机密", "秘密"].into_iter().find(|word| {
        let word: Vec<char> = word.chars().collect();
        (0..name.len()).any(|at| {
            let after = name.get(at + word.len());
            let alone = || !continues(at.checked_sub(1).and_then(|before| name.get(before)));
            name[at..].starts_with(&word)
                && (matches!(after, Some('★' | '☆')) || alone() && !continues(after))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_in_a_name_is_told_from_words() {
        for (name, found) in [
            ("机密★1年.pdf", Some("机密")),
            ("【秘密】专项检查总结", Some("秘密")),
            ("总结（机 密）.docx", Some("机密")),
            ("密级：绝密", Some("绝密")),
            ("绝密-名单.xlsx", Some("绝密")),
            ("关于印发方案的通知（内部机密★）", Some("机密")),
            ("保守国家秘密工作总结.docx", None),
            ("机密性要求说明", None),
            ("商业秘密保护工作情况.pdf", None),
            ("质量提升行动总结", None),
        ] {
            assert_eq!(in_name(name), found, "{name}");
        }
    }

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
