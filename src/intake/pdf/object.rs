//! The objects of a PDF (ISO 32000-1, 7.2 and 7.3): one lexer for files, page contents and character maps.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::intake::Refusal;
use crate::intake::limit::{self, Excess};

/// An object.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Object {
    Null,
    Number(f64),
    Name(Vec<u8>),
    Text(Vec<u8>),
    Array(Vec<Object>),
    Dictionary(Dictionary),
    /// A dictionary with data behind it, by its place in the file.
    Stream(Dictionary, Range<usize>),
    /// Another object, by its number.
    Reference(u32),
    /// An operator, or a word that is no object.
    Word(Vec<u8>),
}

/// Names and what they hold.
pub(super) type Dictionary = BTreeMap<Vec<u8>, Object>;

impl Object {
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    pub(super) fn name(&self) -> Option<&[u8]> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }

    pub(super) fn array(&self) -> Option<&[Object]> {
        match self {
            Self::Array(array) => Some(array),
            _ => None,
        }
    }

    /// The dictionary that it is, or that its stream has.
    pub(super) fn dictionary(&self) -> Option<&Dictionary> {
        match self {
            Self::Dictionary(dictionary) | Self::Stream(dictionary, _) => Some(dictionary),
            _ => None,
        }
    }
}

/// How many objects may still be read from a file.
#[derive(Debug)]
pub(super) struct Left(Cell<usize>);

impl Left {
    pub(super) fn new() -> Self {
        Self(Cell::new(limit::PIECES))
    }

    fn take(&self) -> Result<(), Refusal> {
        let left = self.0.get().checked_sub(1);
        self.0.set(left.ok_or(Refusal::Excess(Excess::Pieces))?);
        Ok(())
    }
}

/// Reads objects one after the other.
pub(super) struct Lexer<'b> {
    pub(super) bytes: &'b [u8],
    pub(super) at: usize,
}

impl<'b> Lexer<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The next object; `None` at the end, and where an array or dictionary ends.
    ///
    /// # Errors
    ///
    /// When there are too many objects, or they are nested too deeply.
    pub(super) fn object(&mut self, left: &Left) -> Result<Option<Object>, Refusal> {
        self.nested(left, 0)
    }

    fn nested(&mut self, left: &Left, depth: usize) -> Result<Option<Object>, Refusal> {
        if depth > limit::NESTING {
            return Err(Refusal::Excess(Excess::Nesting));
        }
        self.space();
        let Some(byte) = self.bytes.get(self.at).copied() else {
            return Ok(None);
        };
        left.take()?;
        Ok(Some(match byte {
            b'/' => Object::Name(self.name()),
            b'(' => Object::Text(self.literal()),
            b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => {
                self.at += 2;
                Object::Dictionary(self.dictionary(left, depth)?)
            }
            b'<' => Object::Text(self.hexadecimal()),
            b'[' => {
                self.at += 1;
                Object::Array(self.array(left, depth)?)
            }
            b']' => {
                self.at += 1;
                return Ok(None);
            }
            b'>' => {
                self.at += if self.bytes.get(self.at + 1) == Some(&b'>') {
                    2
                } else {
                    1
                };
                return Ok(None);
            }
            b'{' | b'}' | b')' => {
                self.at += 1;
                Object::Word(vec![byte])
            }
            b'0'..=b'9' | b'+' | b'-' | b'.' => self.number_or_reference(),
            _ => match self.word() {
                b"null" => Object::Null,
                word => Object::Word(word.to_vec()),
            },
        }))
    }

    fn array(&mut self, left: &Left, depth: usize) -> Result<Vec<Object>, Refusal> {
        let mut array = Vec::new();
        while let Some(object) = self.nested(left, depth + 1)? {
            array.push(object);
        }
        Ok(array)
    }

    fn dictionary(&mut self, left: &Left, depth: usize) -> Result<Dictionary, Refusal> {
        let mut dictionary = Dictionary::new();
        while let Some(key) = self.nested(left, depth + 1)? {
            let Object::Name(key) = key else { continue };
            let Some(value) = self.nested(left, depth + 1)? else {
                break;
            };
            dictionary.insert(key, value);
        }
        Ok(dictionary)
    }

    /// Passes over space and comments.
    pub(super) fn space(&mut self) {
        while let Some(byte) = self.bytes.get(self.at) {
            if *byte == b'%' {
                let rest = &self.bytes[self.at..];
                let end = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
                self.at += end;
            } else if is_space(*byte) {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    fn word(&mut self) -> &'b [u8] {
        let start = self.at;
        let rest = &self.bytes[start..];
        let length = rest.iter().take_while(|byte| is_regular(**byte)).count();
        self.at += length.max(1);
        &self.bytes[start..self.at]
    }

    fn name(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut name = Vec::new();
        while let Some(byte) = self.bytes.get(self.at).filter(|byte| is_regular(**byte)) {
            let code = (*byte == b'#')
                .then(|| {
                    Some(
                        hex(*self.bytes.get(self.at + 1)?)? << 4
                            | hex(*self.bytes.get(self.at + 2)?)?,
                    )
                })
                .flatten();
            name.push(code.unwrap_or(*byte));
            self.at += if code.is_some() { 3 } else { 1 };
        }
        name
    }

    fn number_or_reference(&mut self) -> Object {
        let start = self.at;
        let number = number(self.word());
        let whole =
            number.filter(|number| *number >= 0.0 && number.fract() == 0.0 && *number < 1e7);
        if let Some(whole) = whole.filter(|_| self.bytes[start].is_ascii_digit()) {
            let after = self.at;
            // `12 0 R`
            self.space();
            let generation = self.word_ahead();
            if (1..=5).contains(&generation.len()) && generation.iter().all(u8::is_ascii_digit) {
                self.at += generation.len();
                self.space();
                if self.word_ahead() == b"R" {
                    self.at += 1;
                    return Object::Reference(whole as u32);
                }
            }
            self.at = after;
        }
        number.map_or(Object::Null, Object::Number)
    }

    /// The word at hand, at most a few bytes of it.
    fn word_ahead(&self) -> &'b [u8] {
        let rest = &self.bytes[self.at.min(self.bytes.len())..];
        let length = rest
            .iter()
            .take(8)
            .take_while(|byte| is_regular(**byte))
            .count();
        &rest[..length]
    }

    fn literal(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut text = Vec::new();
        let mut depth = 1;
        while let Some(byte) = self.bytes.get(self.at).copied() {
            self.at += 1;
            match byte {
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                b'\\' => {
                    text.extend(self.escape());
                    continue;
                }
                _ => {}
            }
            text.push(byte);
        }
        text
    }

    fn escape(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(match byte {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'b' => 8,
            b'f' => 12,
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    match self.bytes.get(self.at) {
                        Some(digit @ b'0'..=b'7') => code = code * 8 + u32::from(digit - b'0'),
                        _ => break,
                    }
                    self.at += 1;
                }
                code as u8
            }
            b'\r' => {
                self.at += usize::from(self.bytes.get(self.at) == Some(&b'\n'));
                return None;
            }
            b'\n' => return None,
            byte => byte,
        })
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        self.at += 1;
        let rest = &self.bytes[self.at..];
        let end = memchr::memchr(b'>', rest).unwrap_or(rest.len());
        self.at += (end + 1).min(rest.len());
        let digits: Vec<u8> = rest[..end].iter().filter_map(|byte| hex(*byte)).collect();
        digits
            .chunks(2)
            .map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0))
            .collect()
    }
}

/// `12`, `-.5`, `4.`; also `--5` and `1.2.3`, which some programs write.
fn number(word: &[u8]) -> Option<f64> {
    let text = std::str::from_utf8(&word[..word.len().min(40)]).ok()?;
    text.parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
        .or_else(|| {
            let text = text.trim_start_matches('-');
            let end = text.bytes().take_while(u8::is_ascii_digit).count();
            text[..end].parse().ok()
        })
}

pub(super) fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte)
        && !matches!(
            byte,
            b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> Object {
        let object = Lexer::new(text).object(&Left::new());
        object.expect("within limits").expect("an object")
    }

    #[test]
    fn every_kind_of_object_is_read() {
        let name = |name: &str| Object::Name(name.as_bytes().to_vec());
        let text = |text: &[u8]| Object::Text(text.to_vec());
        let table: Vec<(&[u8], Object)> = vec![
            (b" % note\n 12", Object::Number(12.0)),
            (b"-.5", Object::Number(-0.5)),
            (b"/A#20B", name("A B")),
            (b"(a(b)\\)\\101\\\n)", text(b"a(b))A")),
            (b"<4E0 0 4>", text(&[0x4e, 0x00, 0x40])),
            (b"12 0 R", Object::Reference(12)),
            (
                b"[1 2 3 0 R]",
                Object::Array(vec![
                    Object::Number(1.0),
                    Object::Number(2.0),
                    Object::Reference(3),
                ]),
            ),
            (b"null", Object::Null),
            (b"Tj", Object::Word(b"Tj".to_vec())),
        ];
        for (bytes, object) in table {
            assert_eq!(read(bytes), object, "{}", String::from_utf8_lossy(bytes));
        }
        let dictionary = read(b"<</A<</B[/C]>>/D 1>>");
        let inner = dictionary.dictionary().expect("a dictionary");
        assert_eq!(inner.len(), 2);
        assert_eq!(inner[&b"D"[..]], Object::Number(1.0));
    }

    #[test]
    fn what_is_cut_off_ends() {
        for bytes in [
            &b"<</A[(("[..],
            b"<4E",
            b"(\\",
            b"/#",
            b"1 0",
            b"<<",
            b"]",
            b">",
        ] {
            let _ = Lexer::new(bytes).object(&Left::new());
        }
    }

    #[test]
    fn nesting_ends_somewhere() {
        let deep = b"[".repeat(100_000);
        let refused = Lexer::new(&deep).object(&Left::new());
        assert_eq!(refused, Err(Refusal::Excess(Excess::Nesting)));
    }
}
