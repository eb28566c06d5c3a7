//! All objects of a file by their numbers.
//!
//! The tables that tell where objects stand are often wrong, and nothing here needs them: the file is read once from
//! front to back, and of two objects with one number the later one holds, as in a file that was changed.

use std::collections::BTreeMap;
use std::ops::Range;

use memchr::memmem;

use super::filter::{FILTERS, Unpacked};
use super::object::{Dictionary, Left, Lexer, Object, is_space};
use crate::intake::Refusal;

/// The objects of a file.
pub(super) struct Store<'b> {
    bytes: &'b [u8],
    pub(super) objects: BTreeMap<u32, Object>,
    pub(super) left: Left,
    unpacked: Unpacked,
    pub(super) root: Option<u32>,
}

/// Steps from reference to reference.
const STEPS: usize = 16;

/// How many trailers are looked at, from the last.
const TRAILERS: usize = 16;

impl<'b> Store<'b> {
    /// Reads all objects.
    ///
    /// # Errors
    ///
    /// When the file is encrypted or beyond a limit.
    pub(super) fn read(bytes: &'b [u8]) -> Result<Self, Refusal> {
        let mut store = Self {
            bytes,
            objects: BTreeMap::new(),
            left: Left::new(),
            unpacked: Unpacked::new(),
            root: None,
        };
        store.trailers()?;
        let ends: Vec<usize> = memmem::find_iter(bytes, b"endstream").collect();
        let heads: Vec<Head> = memmem::find_iter(bytes, b"obj")
            .filter_map(|at| head(bytes, at))
            .collect();
        let mut at = 0;
        for (place, head) in heads.iter().enumerate() {
            // Inside the data of a stream.
            if head.start < at {
                continue;
            }
            let end = heads.get(place + 1).map_or(bytes.len(), |next| next.start);
            at = store.object(head, end, &ends)?;
        }
        Ok(store)
    }

    /// Reads one object, which ends before `end` unless it is a stream; gives where it ended.
    fn object(&mut self, head: &Head, end: usize, ends: &[usize]) -> Result<usize, Refusal> {
        let mut lexer = Lexer::new(&self.bytes[..end]);
        lexer.at = head.body;
        let Some(object) = lexer.object(&self.left)? else {
            return Ok(head.body);
        };
        let Object::Dictionary(dictionary) = object else {
            self.objects.insert(head.number, object);
            return Ok(head.body);
        };
        lexer.space();
        if !self.bytes[lexer.at..].starts_with(b"stream") {
            self.objects
                .insert(head.number, Object::Dictionary(dictionary));
            return Ok(head.body);
        }
        let data = self.data(lexer.at + b"stream".len(), &dictionary, ends);
        let after = data.end;
        match dictionary.get(&b"Type"[..]).and_then(Object::name) {
            Some(b"ObjStm") => self.packed(&dictionary, data)?,
            Some(b"XRef") => self.trailer(&dictionary)?,
            _ => {
                self.objects
                    .insert(head.number, Object::Stream(dictionary, data));
            }
        }
        Ok(after)
    }

    /// The data behind `stream`: as long as it says, if it ends there, otherwise to the next `endstream`.
    fn data(&self, mut start: usize, dictionary: &Dictionary, ends: &[usize]) -> Range<usize> {
        let rest = &self.bytes[start..];
        start += match rest {
            [b'\r', b'\n', ..] => 2,
            [b'\n' | b'\r', ..] => 1,
            _ => 0,
        };
        let said = dictionary.get(&b"Length"[..]).and_then(Object::number);
        let said = said
            .filter(|length| *length >= 0.0)
            .map(|length| start.saturating_add(length as usize));
        if let Some(end) = said.filter(|end| *end < self.bytes.len()) {
            let gap = &self.bytes[end..(end + 4).min(self.bytes.len())];
            let space = gap.iter().take_while(|byte| is_space(**byte)).count();
            if self.bytes[end + space..].starts_with(b"endstream") {
                return start..end;
            }
        }
        let next = ends.partition_point(|end| *end < start);
        start..ends.get(next).copied().unwrap_or(self.bytes.len())
    }

    /// Objects packed together in a stream: pairs of number and place, then the objects.
    fn packed(&mut self, dictionary: &Dictionary, data: Range<usize>) -> Result<(), Refusal> {
        let Some(data) = self.unpacked.unpack(dictionary, &self.bytes[data])? else {
            return Ok(());
        };
        let first = dictionary
            .get(&b"First"[..])
            .and_then(Object::number)
            .unwrap_or(0.0)
            .max(0.0) as usize;
        let mut lexer = Lexer::new(&data[..first.min(data.len())]);
        let mut places: Vec<(u32, usize)> = Vec::new();
        while let Some(number) = lexer.object(&self.left)? {
            let place = lexer.object(&self.left)?.and_then(|place| place.number());
            let (Some(number), Some(place)) = (number.number(), place) else {
                break;
            };
            places.push((number as u32, first.saturating_add(place.max(0.0) as usize)));
        }
        for (index, (number, start)) in places.iter().enumerate() {
            let end = places
                .get(index + 1)
                .map_or(data.len(), |(_, next)| *next)
                .min(data.len());
            // In order, as they must be; each byte is read once.
            if *start >= end {
                continue;
            }
            if let Some(object) = Lexer::new(&data[*start..end]).object(&self.left)? {
                self.objects.insert(*number, object);
            }
        }
        Ok(())
    }

    /// The dictionaries behind `trailer`.
    fn trailers(&mut self) -> Result<(), Refusal> {
        let places: Vec<usize> = memmem::rfind_iter(self.bytes, b"trailer")
            .take(TRAILERS)
            .collect();
        for (index, place) in places.iter().enumerate().rev() {
            let end = index
                .checked_sub(1)
                .map_or(self.bytes.len(), |after| places[after]);
            let mut lexer = Lexer::new(
                &self.bytes[place + b"trailer".len()..end.max(place + b"trailer".len())],
            );
            if let Some(Object::Dictionary(dictionary)) = lexer.object(&self.left)? {
                self.trailer(&dictionary)?;
            }
        }
        Ok(())
    }

    fn trailer(&mut self, dictionary: &Dictionary) -> Result<(), Refusal> {
        if dictionary
            .get(&b"Encrypt"[..])
            .is_some_and(|encrypted| *encrypted != Object::Null)
        {
            return Err(Refusal::Encrypted {
                format: " PDF 文件",
            });
        }
        if let Some(Object::Reference(root)) = dictionary.get(&b"Root"[..]) {
            self.root = Some(*root);
        }
        Ok(())
    }

    /// What an object stands for: itself, or what it refers to.
    pub(super) fn resolve<'o>(&'o self, mut object: &'o Object) -> &'o Object {
        for _ in 0..STEPS {
            match object {
                Object::Reference(number) => {
                    object = self.objects.get(number).unwrap_or(&Object::Null)
                }
                _ => return object,
            }
        }
        &Object::Null
    }

    /// A value of a dictionary, resolved.
    pub(super) fn get<'o>(&'o self, dictionary: &'o Dictionary, name: &[u8]) -> &'o Object {
        dictionary
            .get(name)
            .map_or(&Object::Null, |object| self.resolve(object))
    }

    /// The unpacked data of a stream.
    pub(super) fn stream(&self, object: &Object) -> Result<Option<Vec<u8>>, Refusal> {
        let Object::Stream(dictionary, data) = object else {
            return Ok(None);
        };
        // Filters may be objects of their own.
        let mut filters = Dictionary::new();
        for name in [&b"Filter"[..], b"F", b"DecodeParms", b"DP"] {
            let value = self.get(dictionary, name);
            if value.array().is_none_or(|list| list.len() <= FILTERS) {
                filters.insert(name.to_vec(), value.clone());
            } else {
                return Ok(None);
            }
        }
        let bytes = self.bytes;
        self.unpacked.unpack(&filters, &bytes[data.clone()])
    }

    /// Dictionaries that say they are of this type.
    pub(super) fn of_type(&self, kind: &[u8]) -> impl Iterator<Item = &Dictionary> {
        let dictionaries = self.objects.values().filter_map(Object::dictionary);
        dictionaries.filter(move |dictionary| self.get(dictionary, b"Type").name() == Some(kind))
    }
}

/// `12 0 obj`.
struct Head {
    number: u32,
    start: usize,
    body: usize,
}

/// Reads backwards from `obj`.
fn head(bytes: &[u8], at: usize) -> Option<Head> {
    let digits = |end: usize| {
        let run = bytes[..end]
            .iter()
            .rev()
            .take(10)
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        (run > 0).then_some(end - run)
    };
    let spaces = |end: usize| {
        end - bytes[..end]
            .iter()
            .rev()
            .take(4)
            .take_while(|byte| is_space(**byte))
            .count()
    };
    let generation = digits(spaces(at))?;
    let number_end = spaces(generation);
    let start = digits(number_end).filter(|_| number_end < generation)?;
    let number = std::str::from_utf8(&bytes[start..number_end])
        .ok()?
        .parse()
        .ok()?;
    Some(Head {
        number,
        start,
        body: at + b"obj".len(),
    })
}
