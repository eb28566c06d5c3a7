//! Two wordings of one text, word by word.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// What became of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PieceKind {
    /// In both.
    Same,
    /// Only in the first.
    Removed,
    /// Only in the second.
    Added,
}

/// A piece of text and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What became of it.
    pub kind: PieceKind,
    /// The text.
    pub text: String,
}

/// The pieces by which `after` differs from `before`, word by word: a Chinese character is a word, a number or a Latin
/// word is one. Half- and full-width punctuation and space count as equal, because they differ between prints of one
/// text.
pub fn difference(before: &str, after: &str) -> Vec<Piece> {
    let (old, new) = (words(before), words(after));
    let key = |words: &[String]| -> Vec<String> {
        words
            .iter()
            .map(|word| word.chars().map(plain).collect())
            .collect()
    };
    let (old_key, new_key) = (key(&old), key(&new));
    let mut pieces: Vec<Piece> = Vec::new();
    let mut push = |kind, words: &[String]| {
        if !words.is_empty() {
            pieces.push(Piece {
                kind,
                text: words.concat(),
            });
        }
    };
    for op in capture_diff_slices(Algorithm::Myers, &old_key, &new_key) {
        match op {
            DiffOp::Equal { new_index, len, .. } => {
                push(PieceKind::Same, &new[new_index..new_index + len])
            }
            DiffOp::Delete {
                old_index, old_len, ..
            } => push(PieceKind::Removed, &old[old_index..old_index + old_len]),
            DiffOp::Insert {
                new_index, new_len, ..
            } => push(PieceKind::Added, &new[new_index..new_index + new_len]),
            DiffOp::Replace {
                old_index,
                old_len,
                new_index,
                new_len,
            } => {
                push(PieceKind::Removed, &old[old_index..old_index + old_len]);
                push(PieceKind::Added, &new[new_index..new_index + new_len]);
            }
        }
    }
    pieces
}

/// The words of a text without its space.
fn words(text: &str) -> Vec<String> {
    let joins = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '%';
    let mut words: Vec<String> = Vec::new();
    let mut inside = false;
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        let part = joins(plain(c));
        match words.last_mut().filter(|_| inside && part) {
            Some(word) => word.push(c),
            None => words.push(c.to_string()),
        }
        inside = part;
    }
    words
}

/// One form for characters that different prints of a text set differently.
pub(super) fn plain(c: char) -> char {
    match c {
        '，' => ',',
        '；' => ';',
        '：' => ':',
        '（' => '(',
        '）' => ')',
        '—' | '－' | '–' => '-',
        '發' => '发',
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            char::from_u32(c as u32 - 0xfee0).unwrap_or(c)
        }
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_a_word() {
        let pieces = difference("2018年底前培育350个", "2019年6月底前培育400个");
        let changed: Vec<&str> = pieces
            .iter()
            .filter(|piece| piece.kind != PieceKind::Same)
            .map(|piece| piece.text.as_str())
            .collect();
        assert_eq!(changed, ["2018", "2019", "6月", "350", "400"]);
    }

    #[test]
    fn only_real_differences_show() {
        let pieces = difference(
            "打响新疆农牧产品绿色品牌,提高供给",
            "叫响新疆农牧产品绿色品牌，提高供给",
        );
        let shown: Vec<(PieceKind, &str)> = pieces
            .iter()
            .map(|piece| (piece.kind, piece.text.as_str()))
            .collect();
        assert_eq!(
            shown,
            [
                (PieceKind::Removed, "打"),
                (PieceKind::Added, "叫"),
                (PieceKind::Same, "响新疆农牧产品绿色品牌，提高供给"),
            ]
        );
        assert!(
            difference("（三）", "(三)")
                .iter()
                .all(|piece| piece.kind == PieceKind::Same)
        );
    }
}
