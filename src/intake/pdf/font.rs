//! Fonts: what the bytes of a string show, and how wide (ISO 32000-1, 9.6 to 9.10).
//!
//! The shapes in a font are never looked at. What a code means is told by the font's map to Unicode, or by a name
//! of its encoding that everybody knows; where neither is given, nobody but the shape knows.

use std::collections::BTreeMap;

use encoding_rs::{GB18030, WINDOWS_1252};

use super::cmap::CharacterMap;
use super::glyph_name;
use super::object::{Dictionary, Object};
use super::store::Store;
use crate::intake::Refusal;

/// A font.
#[derive(Debug)]
pub(super) struct Font {
    map: CharacterMap,
    code: Code,
    /// Widths of codes in thousandths of the size, and that of all others.
    widths: BTreeMap<u32, f64>,
    usual: f64,
}

/// How strings are cut into codes, and what a code means without a map.
#[derive(Debug)]
enum Code {
    /// One byte each; names of glyphs that differ from the usual.
    Single(BTreeMap<u8, String>),
    /// Two bytes each that mean nothing by themselves.
    Pairs,
    /// As the map says.
    Mapped,
    /// GBK.
    Gbk,
    /// UTF-16.
    Utf16,
}

/// A character as it is shown.
#[derive(Debug, PartialEq)]
pub(super) struct Shown {
    /// What it is; `None` where the font does not tell.
    pub text: Option<String>,
    /// Its width in thousandths of the size.
    pub width: f64,
    /// The space that word spacing widens.
    pub space: bool,
}

impl Font {
    /// Reads a font.
    ///
    /// # Errors
    ///
    /// When its maps are beyond a limit.
    pub(super) fn read(store: &Store<'_>, font: &Dictionary) -> Result<Self, Refusal> {
        let map = match store.get(font, b"ToUnicode") {
            stream @ Object::Stream(..) => character_map(store, stream)?,
            _ => CharacterMap::default(),
        };
        if store.get(font, b"Subtype").name() == Some(b"Type0") {
            composite(store, font, map)
        } else {
            Ok(simple(store, font, map))
        }
    }

    /// Cuts a string into characters.
    pub(super) fn show(&self, bytes: &[u8]) -> Vec<Shown> {
        let mut shown = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let length = self.length(rest).min(rest.len());
            let (piece, after) = rest.split_at(length);
            let code = piece
                .iter()
                .fold(0, |code, byte| code << 8 | u32::from(*byte));
            let text = self.map.text(length, code).or_else(|| self.plain(piece));
            shown.push(Shown {
                text,
                width: self.widths.get(&code).copied().unwrap_or(self.usual),
                space: piece == b" ",
            });
            rest = after;
        }
        shown
    }

    fn length(&self, bytes: &[u8]) -> usize {
        match self.code {
            Code::Single(_) => 1,
            Code::Pairs => 2,
            Code::Mapped => self.map.length(bytes).unwrap_or(2),
            Code::Gbk => 1 + usize::from(bytes[0] >= 0x81),
            Code::Utf16 => 2 + 2 * usize::from(matches!(bytes[0], 0xd8..=0xdb)),
        }
    }

    /// What a code means without a map.
    fn plain(&self, piece: &[u8]) -> Option<String> {
        let text = match &self.code {
            Code::Single(differences) => match differences.get(&piece[0]) {
                Some(name) => glyph_name::text(name)?,
                None => WINDOWS_1252
                    .decode_without_bom_handling(piece)
                    .0
                    .into_owned(),
            },
            Code::Pairs | Code::Mapped => return None,
            Code::Gbk => GB18030.decode_without_bom_handling(piece).0.into_owned(),
            Code::Utf16 => encoding_rs::UTF_16BE
                .decode_without_bom_handling(piece)
                .0
                .into_owned(),
        };
        Some(text).filter(|text| !text.contains('\u{fffd}'))
    }
}

fn character_map(store: &Store<'_>, stream: &Object) -> Result<CharacterMap, Refusal> {
    match store.stream(stream)? {
        Some(bytes) => CharacterMap::read(&bytes, &store.left),
        None => Ok(CharacterMap::default()),
    }
}

fn simple(store: &Store<'_>, font: &Dictionary, map: CharacterMap) -> Font {
    let mut differences = BTreeMap::new();
    let encoding = store.get(font, b"Encoding").dictionary();
    let listed = encoding.and_then(|encoding| store.get(encoding, b"Differences").array());
    let mut code = 0_u32;
    for object in listed.unwrap_or_default() {
        match store.resolve(object) {
            Object::Number(number) => code = *number as u32,
            Object::Name(name) => {
                if let Ok(code) = u8::try_from(code) {
                    differences.insert(code, String::from_utf8_lossy(name).into_owned());
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    let first = store.get(font, b"FirstChar").number().unwrap_or(0.0) as u32;
    // The shapes of a Type 3 font are drawn on a grid of their own.
    let matrix = store
        .get(font, b"FontMatrix")
        .array()
        .and_then(|matrix| matrix.first());
    let scale = matrix
        .and_then(|scale| store.resolve(scale).number())
        .unwrap_or(0.001)
        * 1000.0;
    let widths = store.get(font, b"Widths").array().unwrap_or_default();
    let widths = widths
        .iter()
        .take(256)
        .enumerate()
        .filter_map(|(place, width)| {
            let width = store.resolve(width).number()?;
            Some((first.saturating_add(place as u32), width * scale))
        });
    Font {
        map,
        code: Code::Single(differences),
        widths: widths.collect(),
        usual: 500.0,
    }
}

fn composite(store: &Store<'_>, font: &Dictionary, map: CharacterMap) -> Result<Font, Refusal> {
    let mut map = map;
    let code = match store.get(font, b"Encoding") {
        Object::Name(name) => {
            let name = String::from_utf8_lossy(name);
            if name.starts_with("UniGB-")
                || name.starts_with("UniCNS-")
                || name.starts_with("UniJIS-")
            {
                Code::Utf16
            } else if name.starts_with("GB") {
                Code::Gbk
            } else {
                Code::Pairs
            }
        }
        // An encoding of its own tells at least how long its codes are.
        stream @ Object::Stream(..) => {
            let own = character_map(store, stream)?;
            if map.is_empty() {
                map = own;
            }
            Code::Mapped
        }
        _ => Code::Pairs,
    };
    let descendant = store
        .get(font, b"DescendantFonts")
        .array()
        .and_then(|fonts| fonts.first());
    let descendant = descendant.and_then(|font| store.resolve(font).dictionary());
    let (widths, usual) = match descendant {
        Some(descendant) => (
            widths(store, descendant),
            store.get(descendant, b"DW").number().unwrap_or(1000.0),
        ),
        None => (BTreeMap::new(), 1000.0),
    };
    // Widths go by the numbers of glyphs, which are the codes only where the code is their number.
    let by_code = matches!(code, Code::Pairs);
    Ok(Font {
        map,
        code,
        widths: if by_code { widths } else { BTreeMap::new() },
        usual,
    })
}

/// `[ 1 [500 600] 10 20 700 ]`: widths one by one from 1, and one for all from 10 to 20.
fn widths(store: &Store<'_>, font: &Dictionary) -> BTreeMap<u32, f64> {
    let mut widths = BTreeMap::new();
    let mut list = store.get(font, b"W").array().unwrap_or_default().iter();
    while let Some(first) = list.next().and_then(|first| store.resolve(first).number()) {
        let first = first as u32;
        match list.next().map(|next| store.resolve(next)) {
            Some(Object::Array(each)) => {
                let each = each.iter().enumerate().filter_map(|(place, width)| {
                    Some((
                        first.saturating_add(place as u32),
                        store.resolve(width).number()?,
                    ))
                });
                widths.extend(each);
            }
            Some(Object::Number(last)) => {
                let Some(width) = list.next().and_then(|width| store.resolve(width).number())
                else {
                    break;
                };
                // Codes have two bytes.
                let last = (*last as u32).min(0xffff);
                if widths.len() < WIDTHS {
                    widths.extend((first..=last).map(|code| (code, width)));
                }
            }
            _ => break,
        }
        if widths.len() > WIDTHS {
            break;
        }
    }
    widths
}

/// A font has at most so many widths: one for each code of two bytes.
const WIDTHS: usize = 0x1_0000;
