//! Character maps: which bytes of a string make a character, and which one (Adobe technical note 5014, `ToUnicode`).

use std::collections::BTreeMap;

use super::object::{Left, Lexer, Object};
use super::radical;
use crate::intake::Refusal;

/// A map from codes to text.
#[derive(Debug, Default)]
pub(super) struct CharacterMap {
    /// How many bytes a code has that begins with one of these: length, first code, last code.
    spaces: Vec<(usize, u32, u32)>,
    /// Codes by their length in bytes and number.
    single: BTreeMap<(usize, u32), String>,
    /// Runs of codes: length and last code by length and first code, and the character of the first.
    runs: BTreeMap<(usize, u32), (u32, u32)>,
}

impl CharacterMap {
    /// Reads a map.
    ///
    /// # Errors
    ///
    /// When it has too many entries.
    pub(super) fn read(bytes: &[u8], left: &Left) -> Result<Self, Refusal> {
        let mut map = Self::default();
        let mut lexer = Lexer::new(bytes);
        let mut operands: Vec<Object> = Vec::new();
        while lexer.at < bytes.len() {
            let Some(object) = lexer.object(left)? else {
                continue;
            };
            let Object::Word(word) = object else {
                operands.push(object);
                continue;
            };
            match &word[..] {
                b"endcodespacerange" => {
                    for pair in operands.chunks_exact(2) {
                        if let (Some((length, low)), Some((_, high))) =
                            (code(&pair[0]), code(&pair[1]))
                        {
                            map.spaces.push((length, low, high));
                        }
                    }
                }
                b"endbfchar" => {
                    for pair in operands.chunks_exact(2) {
                        if let (Some(code), Object::Text(text)) = (code(&pair[0]), &pair[1]) {
                            map.single.insert(code, utf16(text));
                        }
                    }
                }
                b"endbfrange" => operands
                    .chunks_exact(3)
                    .for_each(|triple| map.range(triple)),
                _ => {}
            }
            operands.clear();
        }
        map.spaces.truncate(SPACES);
        Ok(map)
    }

    fn range(&mut self, triple: &[Object]) {
        let (Some((length, low)), Some((_, high))) = (code(&triple[0]), code(&triple[1])) else {
            return;
        };
        match &triple[2] {
            Object::Text(text) => {
                let text = utf16(text);
                let mut chars = text.chars();
                match (chars.next(), chars.next()) {
                    (Some(first), None) if high >= low => {
                        self.runs.insert((length, low), (high, first as u32));
                    }
                    _ => {
                        self.single.insert((length, low), text);
                    }
                }
            }
            Object::Array(texts) => {
                for (code, text) in (low..=high).zip(texts) {
                    if let Object::Text(text) = text {
                        self.single.insert((length, code), utf16(text));
                    }
                }
            }
            _ => {}
        }
    }

    /// Whether it maps anything.
    pub(super) fn is_empty(&self) -> bool {
        self.single.is_empty() && self.runs.is_empty()
    }

    /// The text of a code.
    pub(super) fn text(&self, length: usize, code: u32) -> Option<String> {
        let text = match self.single.get(&(length, code)) {
            Some(text) => text.clone(),
            None => {
                let ((found, low), (high, first)) =
                    self.runs.range(..=(length, code)).next_back()?;
                if *found != length || code > *high {
                    return None;
                }
                char::from_u32(first.checked_add(code - low)?)?.to_string()
            }
        };
        let text: String = text
            .chars()
            .map(radical::unified)
            .filter(|c| *c != '\0')
            .collect();
        (!text.is_empty()).then_some(text)
    }

    /// How many bytes the code at the head of `bytes` has, by the ranges that codes lie in.
    pub(super) fn length(&self, bytes: &[u8]) -> Option<usize> {
        let mut code = 0;
        for (place, byte) in bytes.iter().take(4).enumerate() {
            code = code << 8 | u32::from(*byte);
            let length = place + 1;
            let lies = |space: &&(usize, u32, u32)| {
                space.0 == length && (space.1..=space.2).contains(&code)
            };
            if self.spaces.iter().any(|space| lies(&space)) {
                return Some(length);
            }
        }
        None
    }
}

/// Codes lie in at most so many ranges.
const SPACES: usize = 64;

fn code(object: &Object) -> Option<(usize, u32)> {
    match object {
        Object::Text(bytes) if (1..=4).contains(&bytes.len()) => {
            let code = bytes
                .iter()
                .fold(0, |code, byte| code << 8 | u32::from(*byte));
            Some((bytes.len(), code))
        }
        _ => None,
    }
}

fn utf16(bytes: &[u8]) -> String {
    // A ligature stands for a few characters.
    let units = bytes
        .chunks_exact(2)
        .take(16)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    char::decode_utf16(units).filter_map(Result::ok).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_become_text() {
        let bytes = b"1 begincodespacerange <0000> <FFFF> endcodespacerange
            2 beginbfchar <0001> <2F00> <0002> <D842DFB7> endbfchar
            2 beginbfrange <0010> <0012> <4E00> <0020> <0021> [<7532> <4E59>] endbfrange";
        let map = CharacterMap::read(bytes, &Left::new()).expect("within limits");
        let table = [
            (1, Some("一")),
            (2, Some("𠮷")),
            (0x10, Some("一")),
            (0x12, Some("丂")),
            (0x13, None),
            (0x21, Some("乙")),
            (0x22, None),
        ];
        for (code, text) in table {
            assert_eq!(map.text(2, code).as_deref(), text, "{code:x}");
        }
        assert_eq!(map.text(1, 1), None);
        assert_eq!(map.length(&[0, 1, 0]), Some(2));
    }

    #[test]
    fn a_range_over_all_codes_costs_nothing() {
        let bytes = b"beginbfrange <00000000> <FFFFFFFF> <4E00> endbfrange";
        let map = CharacterMap::read(bytes, &Left::new()).expect("within limits");
        assert_eq!(map.text(4, 1).as_deref(), Some("丁"));
        assert_eq!(map.text(4, u32::MAX), None);
    }
}
