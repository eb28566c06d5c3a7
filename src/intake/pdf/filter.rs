//! The data of streams unpacked (ISO 32000-1, 7.4). All streams of a file draw on one budget, so that many small bombs
//! are no more than one large one.

use std::cell::Cell;
use std::io::Read;

use flate2::read::ZlibDecoder;

use super::object::{Dictionary, Object, hex, is_space};
use crate::intake::Refusal;
use crate::intake::limit::{self, Excess};

/// Bytes that the streams of a file may still become.
#[derive(Debug)]
pub(super) struct Unpacked {
    left: Cell<usize>,
}

/// Filters are put on top of one another at most so often.
pub(super) const FILTERS: usize = 4;

impl Unpacked {
    pub(super) fn new() -> Self {
        Self {
            left: Cell::new(limit::UNPACKED),
        }
    }

    /// Unpacks data; `None` for pictures and filters that hold no text.
    ///
    /// # Errors
    ///
    /// When the budget is used up.
    pub(super) fn unpack(
        &self,
        dictionary: &Dictionary,
        data: &[u8],
    ) -> Result<Option<Vec<u8>>, Refusal> {
        let filters = list(dictionary, b"Filter", b"F");
        let parameters = list(dictionary, b"DecodeParms", b"DP");
        if filters.len() > FILTERS {
            return Ok(None);
        }
        let mut unpacked = data.to_vec();
        self.take(unpacked.len())?;
        for (place, filter) in filters.iter().enumerate() {
            let next = match filter.name() {
                Some(b"FlateDecode" | b"Fl") => self.inflate(&unpacked)?,
                Some(b"LZWDecode" | b"LZW") => self.lzw(&unpacked)?,
                Some(b"ASCIIHexDecode" | b"AHx") => hexadecimal(&unpacked),
                Some(b"ASCII85Decode" | b"A85") => base85(&unpacked),
                Some(b"RunLengthDecode" | b"RL") => self.runs(&unpacked)?,
                _ => return Ok(None),
            };
            self.take(next.len())?;
            unpacked = match parameters.get(place).and_then(Object::dictionary) {
                Some(parameters) => predicted(next, parameters),
                None => next,
            };
        }
        Ok(Some(unpacked))
    }

    fn take(&self, bytes: usize) -> Result<(), Refusal> {
        let left = self.left.get().checked_sub(bytes);
        self.left
            .set(left.ok_or(Refusal::Excess(Excess::Unpacked))?);
        Ok(())
    }

    fn inflate(&self, data: &[u8]) -> Result<Vec<u8>, Refusal> {
        let mut inflated = Vec::new();
        let mut decoder = ZlibDecoder::new(data).take(self.left.get() as u64 + 1);
        // Data that is damaged towards its end is worth what came before.
        let _ = decoder.read_to_end(&mut inflated);
        if inflated.len() > self.left.get() {
            return Err(Refusal::Excess(Excess::Unpacked));
        }
        Ok(inflated)
    }

    /// LZW with codes of 9 to 12 bits, the longest first bit first, which begin to grow one code early.
    fn lzw(&self, data: &[u8]) -> Result<Vec<u8>, Refusal> {
        let mut output: Vec<u8> = Vec::new();
        // Each entry is a piece of the output: what the last code gave, and one byte more.
        let mut table: Vec<(usize, usize)> = Vec::new();
        let mut last: Option<(usize, usize)> = None;
        let (mut bits, mut held, mut width) = (0_u32, 0_u32, 9_u32);
        for byte in data {
            bits = bits << 8 | u32::from(*byte);
            held += 8;
            if held < width {
                continue;
            }
            held -= width;
            let code = (bits >> held & ((1 << width) - 1)) as usize;
            let start = output.len();
            match code {
                256 => {
                    table.clear();
                    (width, last) = (9, None);
                    continue;
                }
                257 => break,
                0..=255 => output.push(code as u8),
                _ => match (table.get(code - 258).copied(), last) {
                    (Some((from, length)), _) => output.extend_from_within(from..from + length),
                    (None, Some((from, length))) if code - 258 == table.len() => {
                        output.extend_from_within(from..from + length);
                        let first = output[start];
                        output.push(first);
                    }
                    _ => break,
                },
            }
            if output.len() > self.left.get() {
                return Err(Refusal::Excess(Excess::Unpacked));
            }
            if let Some((from, length)) = last
                && table.len() < 4096 - 258
            {
                table.push((from, length + 1));
            }
            last = Some((start, output.len() - start));
            width = match table.len() + 258 + 1 {
                ..512 => 9,
                512..1024 => 10,
                1024..2048 => 11,
                _ => 12,
            };
        }
        Ok(output)
    }

    fn runs(&self, data: &[u8]) -> Result<Vec<u8>, Refusal> {
        let mut output = Vec::new();
        let mut rest = data;
        while let [length, after @ ..] = rest {
            let length = usize::from(*length);
            rest = after;
            match length {
                128 => break,
                0..128 => {
                    let end = (length + 1).min(rest.len());
                    output.extend_from_slice(&rest[..end]);
                    rest = &rest[end..];
                }
                _ => {
                    let Some((byte, after)) = rest.split_first() else {
                        break;
                    };
                    output.resize(output.len() + 257 - length, *byte);
                    rest = after;
                }
            }
            if output.len() > self.left.get() {
                return Err(Refusal::Excess(Excess::Unpacked));
            }
        }
        Ok(output)
    }
}

/// A value that may be one or several.
fn list<'d>(dictionary: &'d Dictionary, name: &[u8], short: &[u8]) -> &'d [Object] {
    match dictionary.get(name).or_else(|| dictionary.get(short)) {
        None | Some(Object::Null) => &[],
        Some(Object::Array(list)) => list,
        Some(one) => std::slice::from_ref(one),
    }
}

fn hexadecimal(data: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = data
        .iter()
        .take_while(|byte| **byte != b'>')
        .filter_map(|byte| hex(*byte))
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0))
        .collect()
}

fn base85(data: &[u8]) -> Vec<u8> {
    let mut output = Vec::new();
    let mut group = [0_u8; 5];
    let mut held = 0;
    let mut give = |group: &[u8; 5], held: usize| {
        let number = group.iter().fold(0_u32, |number, digit| {
            number.wrapping_mul(85).wrapping_add(u32::from(*digit))
        });
        output.extend_from_slice(&number.to_be_bytes()[..held.saturating_sub(1)]);
    };
    for byte in data.iter().filter(|byte| !is_space(**byte)) {
        match byte {
            b'z' if held == 0 => give(&[0; 5], 5),
            b'!'..=b'u' => {
                group[held] = byte - b'!';
                held += 1;
                if held == 5 {
                    give(&group, 5);
                    held = 0;
                }
            }
            _ => break,
        }
    }
    if held > 0 {
        group[held..].fill(84);
        give(&group, held);
    }
    output
}

/// Undoes the differences to the row above that PNG filters left (predictors 10 to 15).
fn predicted(data: Vec<u8>, parameters: &Dictionary) -> Vec<u8> {
    let value = |name: &[u8], usual: usize| {
        let number = parameters.get(name).and_then(Object::number);
        number.map_or(usual, |number| number.clamp(0.0, 65_535.0) as usize)
    };
    if value(b"Predictor", 1) < 10 {
        return data;
    }
    let bits = value(b"Colors", 1).max(1) * value(b"BitsPerComponent", 8).max(1);
    let width = (bits * value(b"Columns", 1).max(1)).div_ceil(8);
    let step = bits.div_ceil(8);
    let mut output: Vec<u8> = Vec::with_capacity(data.len());
    for row in data.chunks(width + 1) {
        let above = output.len().checked_sub(width);
        let start = output.len();
        for (place, byte) in row[1..].iter().enumerate() {
            let up = above.map_or(0, |above| output[above + place]);
            let left = if place >= step {
                output[start + place - step]
            } else {
                0
            };
            let corner = match above {
                Some(above) if place >= step => output[above + place - step],
                _ => 0,
            };
            output.push(byte.wrapping_add(match row[0] {
                1 => left,
                2 => up,
                3 => ((u16::from(left) + u16::from(up)) / 2) as u8,
                4 => paeth(left, up, corner),
                _ => 0,
            }));
        }
        // A last row that is short stays short.
        if row.len() < width + 1 {
            break;
        }
    }
    output
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let guess = i16::from(left) + i16::from(up) - i16::from(corner);
    let distance = |byte: u8| (guess - i16::from(byte)).abs();
    if distance(left) <= distance(up) && distance(left) <= distance(corner) {
        left
    } else if distance(up) <= distance(corner) {
        up
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::pdf::object::{Left, Lexer};

    fn unpack(dictionary: &str, data: &[u8]) -> Option<Vec<u8>> {
        let object = Lexer::new(dictionary.as_bytes()).object(&Left::new());
        let object = object.expect("within limits").expect("an object");
        let dictionary = object.dictionary().expect("a dictionary");
        Unpacked::new()
            .unpack(dictionary, data)
            .expect("within limits")
    }

    #[test]
    fn every_filter_is_undone() {
        let table: &[(&str, &[u8], &[u8])] = &[
            ("<<>>", b"plain", b"plain"),
            ("<</Filter/ASCIIHexDecode>>", b"48 69 2>", b"Hi "),
            (
                "<</Filter[/ASCII85Decode]>>",
                b"87cURD_*#TDfTZ)~>",
                b"Hello, world",
            ),
            (
                "<</Filter/RunLengthDecode>>",
                &[2, b'a', b'b', b'c', 254, b'x', 128],
                b"abcxxx",
            ),
            (
                "<</Filter/LZWDecode>>",
                &[0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01],
                &[45, 45, 45, 45, 45, 65, 45, 45, 45, 66],
            ),
        ];
        for (dictionary, data, expected) in table {
            assert_eq!(
                unpack(dictionary, data).as_deref(),
                Some(*expected),
                "{dictionary}"
            );
        }
        assert_eq!(unpack("<</Filter/DCTDecode>>", b"picture"), None);
        assert_eq!(unpack("<</Filter[/Fl/Fl/Fl/Fl/Fl]>>", b""), None);
    }

    #[test]
    fn differences_to_the_row_above_are_undone() {
        let parameters = "<</Filter/ASCIIHexDecode/DecodeParms<</Predictor 12/Columns 3>>>>";
        assert_eq!(
            unpack(parameters, b"02010203 02010101>").as_deref(),
            Some(&[1, 2, 3, 2, 3, 4][..])
        );
    }
}
