//! Names of glyphs (Adobe Glyph List) as far as they occur in the Latin fonts of Chinese documents.

/// The text that a glyph of this name shows.
pub(super) fn text(name: &str) -> Option<String> {
    let base = name.split('.').next().unwrap_or(name);
    if base.chars().count() == 1 {
        return Some(base.to_owned());
    }
    if let Some(found) = NAMES.iter().find(|(known, _)| *known == base) {
        return Some(found.1.to_owned());
    }
    let hex = base
        .strip_prefix("uni")
        .or_else(|| base.strip_prefix('u'))?;
    let code = (4..=6)
        .contains(&hex.len())
        .then(|| u32::from_str_radix(hex, 16).ok())??;
    char::from_u32(code).map(String::from)
}

const NAMES: &[(&str, &str)] = &[
    ("space", " "),
    ("nbspace", " "),
    ("zero", "0"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("period", "."),
    ("comma", ","),
    ("colon", ":"),
    ("semicolon", ";"),
    ("hyphen", "-"),
    ("minus", "-"),
    ("endash", "–"),
    ("emdash", "—"),
    ("underscore", "_"),
    ("slash", "/"),
    ("backslash", "\\"),
    ("percent", "%"),
    ("plus", "+"),
    ("equal", "="),
    ("less", "<"),
    ("greater", ">"),
    ("lessequal", "≤"),
    ("greaterequal", "≥"),
    ("parenleft", "("),
    ("parenright", ")"),
    ("bracketleft", "["),
    ("bracketright", "]"),
    ("braceleft", "{"),
    ("braceright", "}"),
    ("quotesingle", "'"),
    ("quotedbl", "\""),
    ("quoteleft", "‘"),
    ("quoteright", "’"),
    ("quotedblleft", "“"),
    ("quotedblright", "”"),
    ("ampersand", "&"),
    ("asterisk", "*"),
    ("at", "@"),
    ("numbersign", "#"),
    ("exclam", "!"),
    ("question", "?"),
    ("bar", "|"),
    ("degree", "°"),
    ("multiply", "×"),
    ("periodcentered", "·"),
    ("bullet", "•"),
    ("ellipsis", "…"),
    ("section", "§"),
    ("fi", "fi"),
    ("fl", "fl"),
];
