//! The contents of a page carried out as far as text and ruled lines go (ISO 32000-1, 8.4, 9.4): where each character
//! comes to stand, and where lines are drawn.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::font::Font;
use super::matrix::{IDENTITY, Matrix, apply, multiply};
use super::object::{Dictionary, Left, Lexer, Object};
use super::store::{Page, Store};
use crate::intake::Refusal;
use crate::intake::limit::{self, Excess};

/// A character on a page. The origin is at the left bottom.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    /// Left end of its base line.
    pub x: f64,
    /// Height of its base line.
    pub y: f64,
    /// How far it reaches to the right.
    pub width: f64,
    /// Its height.
    pub size: f64,
    /// `None` where the font does not tell.
    pub text: Option<String>,
}

/// A line that is drawn level or upright, from a lower to a higher place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    /// Level or upright.
    pub level: bool,
    /// Height of a level line, distance from the left of an upright one.
    pub at: f64,
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
}

/// What a page shows.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    pub glyphs: Vec<Glyph>,
    pub rules: Vec<Rule>,
    /// Whether pictures are drawn.
    pub pictures: bool,
}

/// Carries out pages; fonts are read once for all of them.
#[derive(Default)]
pub(super) struct Reader {
    fonts: BTreeMap<u32, Rc<Font>>,
    glyphs: usize,
    operations: usize,
}

/// Forms inside forms.
const FORMS: usize = 8;

/// Lines of a page beyond these are a drawing.
const RULES: usize = 4_000;

/// A line is thinner than this.
const THIN: f64 = 2.5;

#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    character_space: f64,
    word_space: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
}

/// What changes while one stream of operators is carried out.
struct Run<'r> {
    resources: &'r Dictionary,
    /// Fonts by the names they have here.
    fonts: BTreeMap<Vec<u8>, Option<Rc<Font>>>,
    state: State,
    saved: Vec<State>,
    line: Matrix,
    text: Matrix,
    path: Vec<[f64; 4]>,
    last: (f64, f64),
    depth: usize,
}

impl Reader {
    /// Carries out a page.
    ///
    /// # Errors
    ///
    /// When it is beyond a limit.
    pub(super) fn page(&mut self, store: &Store<'_>, page: &Page) -> Result<Drawn, Refusal> {
        let mut drawn = Drawn::default();
        let streams = match store.resolve(&page.contents) {
            Object::Array(streams) => streams,
            one => std::slice::from_ref(one),
        };
        let mut contents = Vec::new();
        for stream in streams {
            if let Some(bytes) = store.stream(store.resolve(stream))? {
                contents.extend_from_slice(&bytes);
                contents.push(b'\n');
            }
        }
        let none = Dictionary::new();
        let resources = page.resources.dictionary().unwrap_or(&none);
        let turned: Matrix = match page.turned {
            1 => [0.0, -1.0, 1.0, 0.0, 0.0, 0.0],
            2 => [-1.0, 0.0, 0.0, -1.0, 0.0, 0.0],
            3 => [0.0, 1.0, -1.0, 0.0, 0.0, 0.0],
            _ => IDENTITY,
        };
        self.run(
            store,
            &contents,
            resources,
            State::new(turned),
            0,
            &mut drawn,
        )?;
        Ok(drawn)
    }

    fn run(
        &mut self,
        store: &Store<'_>,
        contents: &[u8],
        resources: &Dictionary,
        state: State,
        depth: usize,
        drawn: &mut Drawn,
    ) -> Result<(), Refusal> {
        let mut run = Run {
            resources,
            fonts: BTreeMap::new(),
            state,
            saved: Vec::new(),
            line: IDENTITY,
            text: IDENTITY,
            path: Vec::new(),
            last: (0.0, 0.0),
            depth,
        };
        let mut lexer = Lexer::new(contents);
        let mut operands: Vec<Object> = Vec::new();
        let left = Left::new();
        while lexer.at < contents.len() {
            let Some(object) = lexer.object(&left)? else {
                continue;
            };
            let Object::Word(operator) = object else {
                // No operator takes more than a handful.
                if operands.len() < 64 {
                    operands.push(object);
                }
                continue;
            };
            self.operations += 1;
            if self.operations > limit::PIECES * 2 {
                return Err(Refusal::Excess(Excess::Pieces));
            }
            if operator == b"ID" {
                lexer.at = end_of_picture(contents, lexer.at);
                drawn.pictures = true;
            } else {
                self.operate(store, &mut run, &operator, &operands, drawn)?;
            }
            operands.clear();
        }
        Ok(())
    }

    fn operate(
        &mut self,
        store: &Store<'_>,
        run: &mut Run<'_>,
        operator: &[u8],
        operands: &[Object],
        drawn: &mut Drawn,
    ) -> Result<(), Refusal> {
        let number = |place: usize| operands.get(place).and_then(Object::number).unwrap_or(0.0);
        let matrix = || -> Matrix { std::array::from_fn(number) };
        match operator {
            b"q" if run.saved.len() < limit::NESTING => run.saved.push(run.state.clone()),
            b"Q" => run.state = run.saved.pop().unwrap_or_else(|| run.state.clone()),
            b"cm" => run.state.matrix = multiply(&matrix(), &run.state.matrix),
            b"BT" => (run.line, run.text) = (IDENTITY, IDENTITY),
            b"Tf" => {
                run.state.size = number(1);
                if let Some(name) = operands.first().and_then(Object::name) {
                    run.state.font = self.font(store, run, name)?;
                }
            }
            b"Tc" => run.state.character_space = number(0),
            b"Tw" => run.state.word_space = number(0),
            b"Tz" => run.state.stretch = number(0) / 100.0,
            b"TL" => run.state.leading = number(0),
            b"Ts" => run.state.rise = number(0),
            b"Td" => run.next_line(number(0), number(1)),
            b"TD" => {
                run.state.leading = -number(1);
                run.next_line(number(0), number(1));
            }
            b"Tm" => (run.line, run.text) = (matrix(), matrix()),
            b"T*" => run.next_line(0.0, -run.state.leading),
            b"Tj" => self.show(run, operands, drawn)?,
            b"TJ" => self.show(
                run,
                operands.first().and_then(Object::array).unwrap_or_default(),
                drawn,
            )?,
            b"'" => {
                run.next_line(0.0, -run.state.leading);
                self.show(run, operands, drawn)?;
            }
            b"\"" => {
                (run.state.word_space, run.state.character_space) = (number(0), number(1));
                run.next_line(0.0, -run.state.leading);
                self.show(run, operands.get(2..).unwrap_or_default(), drawn)?;
            }
            b"Do" => {
                if let Some(name) = operands.first().and_then(Object::name) {
                    self.form(store, run, name, drawn)?;
                }
            }
            b"m" => run.last = (number(0), number(1)),
            b"l" => {
                run.path
                    .push([run.last.0, run.last.1, number(0), number(1)]);
                run.last = (number(0), number(1));
            }
            b"re" => run.rectangle(number(0), number(1), number(2), number(3)),
            b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*" => run.paint(drawn, true),
            b"f" | b"F" | b"f*" => run.paint(drawn, false),
            b"n" => run.path.clear(),
            _ => {}
        }
        // A path is drawn once; a long one is no table.
        if run.path.len() > RULES {
            run.path.clear();
        }
        Ok(())
    }

    fn font(
        &mut self,
        store: &Store<'_>,
        run: &mut Run<'_>,
        name: &[u8],
    ) -> Result<Option<Rc<Font>>, Refusal> {
        if let Some(known) = run.fonts.get(name) {
            return Ok(known.clone());
        }
        let fonts = store.get(run.resources, b"Font").dictionary();
        let object = fonts.and_then(|fonts| fonts.get(name));
        let number = match object {
            Some(Object::Reference(number)) => Some(*number),
            _ => None,
        };
        let known = number.and_then(|number| self.fonts.get(&number)).cloned();
        let dictionary = object.and_then(|object| store.resolve(object).dictionary());
        let font = match (known, dictionary) {
            (Some(font), _) => Some(font),
            (None, Some(dictionary)) => Some(Rc::new(Font::read(store, dictionary)?)),
            (None, None) => None,
        };
        if let (Some(number), Some(font)) = (number, &font) {
            self.fonts.insert(number, Rc::clone(font));
        }
        run.fonts.insert(name.to_vec(), font.clone());
        Ok(font)
    }

    /// A form is carried out where it is named; a picture is only noticed.
    fn form(
        &mut self,
        store: &Store<'_>,
        run: &Run<'_>,
        name: &[u8],
        drawn: &mut Drawn,
    ) -> Result<(), Refusal> {
        let objects = store.get(run.resources, b"XObject").dictionary();
        let Some(form) = objects.map(|objects| store.get(objects, name)) else {
            return Ok(());
        };
        let Some(dictionary) = form.dictionary().filter(|_| run.depth < FORMS) else {
            return Ok(());
        };
        if store.get(dictionary, b"Subtype").name() == Some(b"Image") {
            drawn.pictures = true;
            return Ok(());
        }
        let Some(contents) = store.stream(form)? else {
            return Ok(());
        };
        let numbers = store.get(dictionary, b"Matrix").array().unwrap_or_default();
        let numbers: Vec<f64> = numbers.iter().take(6).filter_map(Object::number).collect();
        let matrix: Matrix = numbers.try_into().unwrap_or(IDENTITY);
        let mut state = run.state.clone();
        state.matrix = multiply(&matrix, &state.matrix);
        let resources = store
            .get(dictionary, b"Resources")
            .dictionary()
            .unwrap_or(run.resources);
        self.run(store, &contents, resources, state, run.depth + 1, drawn)
    }

    fn show(
        &mut self,
        run: &mut Run<'_>,
        strings: &[Object],
        drawn: &mut Drawn,
    ) -> Result<(), Refusal> {
        for string in strings {
            match string {
                Object::Number(shift) => {
                    let state = &run.state;
                    run.text = advance(&run.text, -shift / 1000.0 * state.size * state.stretch);
                }
                Object::Text(bytes) => {
                    let Some(font) = run.state.font.clone() else {
                        continue;
                    };
                    let shown = font.show(bytes);
                    self.glyphs += shown.len();
                    if self.glyphs > limit::PIECES {
                        return Err(Refusal::Excess(Excess::Pieces));
                    }
                    for character in shown {
                        run.character(character, drawn);
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }
}

impl State {
    fn new(matrix: Matrix) -> Self {
        Self {
            matrix,
            font: None,
            size: 0.0,
            character_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        }
    }
}

impl Run<'_> {
    fn next_line(&mut self, right: f64, up: f64) {
        self.line = multiply(&[1.0, 0.0, 0.0, 1.0, right, up], &self.line);
        self.text = self.line;
    }

    fn character(&mut self, character: super::font::Shown, drawn: &mut Drawn) {
        let state = &self.state;
        let whole = multiply(&self.text, &state.matrix);
        let width = character.width / 1000.0 * state.size;
        let (x, y) = apply(&whole, 0.0, state.rise);
        let (end, _) = apply(&whole, width * state.stretch, state.rise);
        let size = (whole[2].hypot(whole[3]) * state.size).abs();
        // Text that runs upwards or aslant is a stamp or a watermark.
        let upright = whole[1].abs() <= 0.1 * whole[0].abs() && whole[0] * state.size > 0.0;
        if upright
            && size > 0.5
            && size < 500.0
            && x.is_finite()
            && y.is_finite()
            && end.is_finite()
        {
            drawn.glyphs.push(Glyph {
                x,
                y,
                width: end - x,
                size,
                text: character.text,
            });
        }
        let space = state.character_space
            + if character.space {
                state.word_space
            } else {
                0.0
            };
        self.text = advance(&self.text, (width + space) * state.stretch);
    }

    fn rectangle(&mut self, x: f64, y: f64, width: f64, height: f64) {
        let (right, top) = (x + width, y + height);
        self.path.extend([
            [x, y, right, y],
            [x, top, right, top],
            [x, y, x, top],
            [right, y, right, top],
        ]);
        self.last = (x, y);
    }

    /// Draws the path: every stroke is a line, a filled box only when it is thin.
    fn paint(&mut self, drawn: &mut Drawn, stroked: bool) {
        let lines: Vec<[f64; 4]> = self
            .path
            .drain(..)
            .map(|[x, y, right, top]| {
                let (x, y) = apply(&self.state.matrix, x, y);
                let (right, top) = apply(&self.state.matrix, right, top);
                [x.min(right), y.min(top), x.max(right), y.max(top)]
            })
            .collect();
        let bounds = lines.iter().copied().reduce(|all, line| {
            [
                all[0].min(line[0]),
                all[1].min(line[1]),
                all[2].max(line[2]),
                all[3].max(line[3]),
            ]
        });
        let thin = bounds.is_some_and(|[x, y, right, top]| right - x < THIN || top - y < THIN);
        let boxes = lines.len().is_multiple_of(4) && !stroked;
        if stroked || (thin && !lines.is_empty()) {
            drawn.rule(&lines);
        } else if boxes {
            // Several thin boxes filled at once.
            for four in lines.chunks_exact(4) {
                let [x, y, right, top] = [four[0][0], four[0][1], four[1][2], four[1][3]];
                if right - x < THIN || top - y < THIN {
                    drawn.rule(four);
                }
            }
        }
    }
}

impl Drawn {
    fn rule(&mut self, lines: &[[f64; 4]]) {
        for [x, y, right, top] in lines {
            let (width, height) = (right - x, top - y);
            let level = height < THIN && width >= THIN;
            let upright = width < THIN && height >= THIN;
            if self.rules.len() < RULES && (level || upright) {
                self.rules.push(Rule {
                    level,
                    at: if level {
                        (y + top) / 2.0
                    } else {
                        (x + right) / 2.0
                    },
                    from: if level { *x } else { *y },
                    to: if level { *right } else { *top },
                });
            }
        }
    }
}

fn advance(matrix: &Matrix, right: f64) -> Matrix {
    multiply(&[1.0, 0.0, 0.0, 1.0, right, 0.0], matrix)
}

/// Behind the data of a picture that stands among the operators: after `EI` between spaces.
fn end_of_picture(contents: &[u8], from: usize) -> usize {
    let rest = &contents[from.min(contents.len())..];
    let space = |byte: Option<&u8>| byte.is_none_or(|byte| super::object::is_space(*byte));
    memchr::memmem::find_iter(rest, b"EI")
        .find(|at| *at > 0 && space(rest.get(at - 1)) && space(rest.get(at + 2)))
        .map_or(contents.len(), |at| from + at + 2)
}
