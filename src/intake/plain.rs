//! Bytes of text in whatever encoding they are: UTF-8 with or without byte order mark, UTF-16 with one, GB18030 and so
//! GBK and GB2312. Nobody says which; it is told by what makes sense.

use encoding_rs::{BIG5, Encoding, GB18030, UTF_8};

use super::Refusal;

/// Decoded text.
#[derive(Debug)]
pub(super) struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// What the bytes were.
    pub encoding: &'static Encoding,
    /// Places where no character could be made of them.
    pub unreadable: usize,
}

/// Decodes text. `declared` is what the text says of itself, which is believed when it fits.
///
/// # Errors
///
/// When no encoding that is known makes sense of it, or it is no text at all.
pub(super) fn decode(
    bytes: &[u8],
    declared: Option<&'static Encoding>,
) -> Result<Decoded, Refusal> {
    let decoded = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => with(encoding, &bytes[length..]),
        None if memchr::memchr(0, bytes).is_some() => return Err(Refusal::Binary),
        None => best(bytes, declared),
    };
    judge(&decoded)?;
    Ok(decoded)
}

/// The name that a person knows an encoding by.
pub(super) fn label(encoding: &'static Encoding) -> &'static str {
    match encoding.name() {
        "UTF-16LE" | "UTF-16BE" => "UTF-16",
        "GBK" | "gb18030" => "GB18030",
        name => name,
    }
}

fn with(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    Decoded {
        unreadable: text.matches('\u{fffd}').count(),
        text: text.into_owned(),
        encoding,
    }
}

/// Chinese in GBK is next to never valid UTF-8, and UTF-8 next to never valid GBK; the one that fails less is it.
fn best(bytes: &[u8], declared: Option<&'static Encoding>) -> Decoded {
    if std::str::from_utf8(bytes).is_ok() {
        return with(UTF_8, bytes);
    }
    // Big5 is always GBK as well; only a page that says so is read as it.
    if declared == Some(BIG5) {
        let big5 = with(BIG5, bytes);
        if big5.unreadable == 0 {
            return big5;
        }
    }
    let gb = with(GB18030, bytes);
    if gb.unreadable == 0 {
        return gb;
    }
    let utf8 = with(UTF_8, bytes);
    if gb.unreadable < utf8.unreadable {
        gb
    } else {
        utf8
    }
}

/// Text that no person wrote: mostly control characters, or bytes that only happen to decode.
fn judge(decoded: &Decoded) -> Result<(), Refusal> {
    if decoded.text.trim().is_empty() {
        return Err(Refusal::Empty);
    }
    let mut counts = Counts::default();
    decoded.text.chars().for_each(|c| counts.count(c));
    // In a few characters rare ones may well be the most.
    let doubtful =
        decoded.encoding == GB18030 && counts.wide > 20 && counts.common * 2 < counts.wide;
    if decoded.unreadable * 200 > counts.all || doubtful {
        return Err(Refusal::Encoding);
    }
    if counts.strange * 50 > counts.all {
        return Err(Refusal::Binary);
    }
    Ok(())
}

/// So many characters beyond ASCII are looked at.
const SAMPLE: usize = 20_000;

#[derive(Default)]
struct Counts {
    all: usize,
    strange: usize,
    wide: usize,
    common: usize,
}

impl Counts {
    fn count(&mut self, c: char) {
        self.all += 1;
        let control = c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{b}');
        self.strange += usize::from(control || matches!(c, '\u{e000}'..='\u{f8ff}'));
        // A sample tells as much as the whole.
        if !c.is_ascii() && self.wide < SAMPLE {
            self.wide += 1;
            self.common += usize::from(is_common(c));
        }
    }
}

/// One of the 3,755 characters of GB2312's first level, or punctuation. Chinese consists of them; what is read as
/// GBK by mistake (Big5, Shift_JIS) spreads over all of its 20,000.
fn is_common(c: char) -> bool {
    let mut buffer = [0; 4];
    let (bytes, _, _) = GB18030.encode(c.encode_utf8(&mut buffer));
    matches!(*bytes, [0xa1..=0xa3 | 0xb0..=0xd7, 0xa1..=0xfe])
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "关于实施质量强区战略的决定\n一、总体要求\n";

    #[test]
    fn the_common_encodings_give_the_same_text() {
        let utf16 = |mark: [u8; 2], bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            mark.into_iter()
                .chain(TEXT.encode_utf16().flat_map(bytes))
                .collect()
        };
        let bom = [b"\xef\xbb\xbf", TEXT.as_bytes()].concat();
        let (gbk, _, _) = GB18030.encode(TEXT);
        let table: [(&[u8], &str); 5] = [
            (TEXT.as_bytes(), "UTF-8"),
            (&bom, "UTF-8"),
            (&utf16([0xff, 0xfe], u16::to_le_bytes), "UTF-16"),
            (&utf16([0xfe, 0xff], u16::to_be_bytes), "UTF-16"),
            (&gbk, "GB18030"),
        ];
        for (bytes, name) in table {
            let decoded = decode(bytes, None).expect(name);
            assert_eq!((&*decoded.text, label(decoded.encoding)), (TEXT, name));
        }
    }

    #[test]
    fn a_rare_character_does_not_make_gb18030_doubtful() {
        let (bytes, _, _) = GB18030.encode("堃㐀（喆）");
        assert!(decode(&bytes, None).is_ok());
    }

    #[test]
    fn a_text_cut_within_a_character_is_still_read() {
        let text = TEXT.repeat(10);
        let (gbk, _, _) = GB18030.encode(&text);
        for bytes in [&text.as_bytes()[..text.len() - 2], &gbk[..gbk.len() - 2]] {
            let decoded = decode(bytes, None).expect("read");
            assert!(decoded.text.starts_with(TEXT));
        }
    }

    #[test]
    fn other_encodings_are_refused_rather_than_garbled() {
        let text = "關於實施質量強區戰略的決定，各級人民政府應當認真貫徹執行。".repeat(3);
        let (big5, _, _) = BIG5.encode(&text);
        assert_eq!(decode(&big5, None).expect_err("refused"), Refusal::Encoding);
        let said = decode(&big5, Some(BIG5)).map(|decoded| decoded.text);
        assert_eq!(said, Ok(text), "a page says what it is");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let table: &[(&[u8], Refusal)] = &[
            (b"", Refusal::Empty),
            (b" \r\n\t", Refusal::Empty),
            (&[0, 1, 2, 3, 0, 255], Refusal::Binary),
            (&[1; 400], Refusal::Binary),
            (&[0xc3, 0x28, 0xff, 0xff, 0x80], Refusal::Encoding),
        ];
        for (bytes, refusal) in table {
            assert_eq!(decode(bytes, None).expect_err("refused"), *refusal);
        }
    }
}
