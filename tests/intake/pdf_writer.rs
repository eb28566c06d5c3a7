//! PDF files made by hand: pages of Chinese type in a font that is named and not embedded.

/// How pages look.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    /// Characters of a full line.
    pub(crate) width: usize,
    /// Lines of a full page.
    pub(crate) height: usize,
    /// `— 3 —` at the foot.
    pub(crate) page_number: bool,
    /// Objects are plain or packed into object streams.
    pub(crate) packed: bool,
}

impl Default for Shape {
    fn default() -> Self {
        Self {
            width: 28,
            height: 22,
            page_number: true,
            packed: false,
        }
    }
}

const SIZE: f64 = 16.0;
const LEADING: f64 = 28.0;
const LEFT: f64 = 74.0;
const TOP: f64 = 740.0;

/// Sets type, a page after the other.
pub(crate) struct PdfWriter {
    shape: Shape,
    pages: Vec<String>,
    page: String,
    line: usize,
}

impl PdfWriter {
    pub(crate) fn new(shape: Shape) -> Self {
        Self {
            shape,
            pages: Vec::new(),
            page: String::new(),
            line: 0,
        }
    }

    /// A paragraph broken into lines; no line begins with a stop.
    pub(crate) fn paragraph(&mut self, text: &str, indented: bool) {
        let mut rest: Vec<char> = text.chars().collect();
        let mut indent = if indented { 2 } else { 0 };
        while !rest.is_empty() {
            let mut end = (self.shape.width - indent).min(rest.len());
            while rest
                .get(end)
                .is_some_and(|c| "，。、；：）》”".contains(*c))
            {
                end += 1;
            }
            let line: String = rest.drain(..end).collect();
            self.set(&line, LEFT + indent as f64 * SIZE);
            self.next_line();
            indent = 0;
        }
    }

    /// A ruled table; a row is broken neither over pages nor, in its first cell, over lines other than its own.
    pub(crate) fn table(&mut self, rows: &[Vec<String>], widths: &[usize]) {
        let heights: Vec<usize> = rows
            .iter()
            .map(|row| {
                let cells = row.iter().zip(widths).skip(1);
                cells
                    .map(|(cell, width)| cell.chars().count().div_ceil(*width))
                    .max()
                    .unwrap_or(1)
                    .max(2)
            })
            .collect();
        for (place, row) in rows.iter().enumerate() {
            if self.line + heights[place] > self.shape.height {
                self.end_page();
            }
            let (top, bottom) = (
                self.y() + SIZE,
                self.y() - (heights[place] as f64 - 1.0) * LEADING - (LEADING - SIZE),
            );
            let mut x = LEFT;
            for (column, (cell, width)) in row.iter().zip(widths).enumerate() {
                let right = x + *width as f64 * SIZE + 8.0;
                // No line stands above a first cell that goes on.
                let goes_on = column == 0 && cell.is_empty() && place > 0 && self.line > 0;
                if !goes_on {
                    self.rule(x, top, right, top);
                }
                self.rule(x, bottom, x, top);
                let cell = cell.replace('\n', "");
                let cell: Vec<char> = cell.chars().collect();
                for (line, words) in cell.chunks(*width).enumerate() {
                    let y = self.y() - line as f64 * LEADING;
                    self.show(&words.iter().collect::<String>(), x + 4.0, y);
                }
                x = right;
            }
            self.rule(x, bottom, x, top);
            let first = LEFT + widths[0] as f64 * SIZE + 8.0;
            let ends = rows.get(place + 1).is_none_or(|next| !next[0].is_empty());
            let full = self.line + heights[place] + heights.get(place + 1).unwrap_or(&0)
                > self.shape.height;
            self.rule(if ends || full { LEFT } else { first }, bottom, x, bottom);
            self.line += heights[place];
        }
    }

    /// Operators as they are.
    pub(crate) fn operators(&mut self, operators: &str) {
        self.page.push_str(operators);
        self.page.push('\n');
    }

    fn y(&self) -> f64 {
        TOP - self.line as f64 * LEADING
    }

    fn rule(&mut self, x: f64, y: f64, right: f64, top: f64) {
        self.page
            .push_str(&format!("{x:.2} {y:.2} m {right:.2} {top:.2} l S\n"));
    }

    fn set(&mut self, text: &str, x: f64) {
        let y = self.y();
        self.show(text, x, y);
    }

    fn show(&mut self, text: &str, x: f64, y: f64) {
        let code: String = text
            .encode_utf16()
            .map(|unit| format!("{unit:04X}"))
            .collect();
        self.page.push_str(&format!(
            "BT /F1 {SIZE} Tf {x:.2} {y:.2} Td <{code}> Tj ET\n"
        ));
    }

    fn next_line(&mut self) {
        self.line += 1;
        if self.line >= self.shape.height {
            self.end_page();
        }
    }

    /// Ends a page, even an empty one.
    pub(crate) fn end_page(&mut self) {
        if self.shape.page_number {
            self.show(&format!("— {} —", self.pages.len() + 1), 280.0, 60.0);
        }
        self.pages.push(std::mem::take(&mut self.page));
        self.line = 0;
    }

    /// The file.
    pub(crate) fn bytes(mut self) -> Vec<u8> {
        if !self.page.is_empty() {
            self.end_page();
        }
        let font = "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>";
        let descendant = "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000>>";
        let kids: String = (0..self.pages.len())
            .map(|page| format!("{} 0 R ", 10 + 2 * page))
            .collect();
        let mut objects: Vec<(usize, String)> = vec![
            (1, "<</Type/Catalog/Pages 2 0 R>>".into()),
            (
                2,
                format!(
                    "<</Type/Pages/Kids[{kids}]/Count {}/Resources<</Font<</F1 3 0 R>>>>/MediaBox[0 0 595 842]>>",
                    self.pages.len()
                ),
            ),
            (3, font.into()),
            (4, descendant.into()),
        ];
        let mut streams = Vec::new();
        for (page, contents) in self.pages.iter().enumerate() {
            let number = 10 + 2 * page;
            objects.push((
                number,
                format!("<</Type/Page/Parent 2 0 R/Contents {} 0 R>>", number + 1),
            ));
            streams.push((number + 1, "", deflated(contents.as_bytes())));
        }
        if self.shape.packed {
            let (mut places, mut data) = (String::new(), String::new());
            for (number, object) in objects.drain(..) {
                places.push_str(&format!("{number} {} ", data.len()));
                data.push_str(&object);
                data.push('\n');
            }
            let first = places.len();
            let packed = deflated(format!("{places}{data}").as_bytes());
            let mut file = file(&[], &streams);
            let more = format!(
                "9 0 obj\n<</Type/ObjStm/N 4/First {first}/Filter/FlateDecode/Length {}>>\nstream\n",
                packed.len()
            );
            file.extend_from_slice(more.as_bytes());
            file.extend_from_slice(&packed);
            file.extend_from_slice(b"\nendstream\nendobj\n");
            return file;
        }
        file(&objects, &streams)
    }
}

/// A file of objects and compressed streams.
pub(crate) fn file(objects: &[(usize, String)], streams: &[(usize, &str, Vec<u8>)]) -> Vec<u8> {
    let mut file = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n".to_vec();
    for (number, object) in objects {
        file.extend_from_slice(format!("{number} 0 obj\n{object}\nendobj\n").as_bytes());
    }
    for (number, entries, data) in streams {
        let length = data.len();
        file.extend_from_slice(
            format!("{number} 0 obj\n<</Filter/FlateDecode/Length {length}{entries}>>\nstream\n")
                .as_bytes(),
        );
        file.extend_from_slice(data);
        file.extend_from_slice(b"\nendstream\nendobj\n");
    }
    file.extend_from_slice(b"trailer\n<</Root 1 0 R>>\n%%EOF\n");
    file
}

/// Data as `FlateDecode` has it.
pub(crate) fn deflated(data: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(data).expect("compressed");
    encoder.finish().expect("compressed")
}
