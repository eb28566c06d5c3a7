//! The contents of a page carried out as far as text and ruled lines go (ISO 32000-1, 8.4, 9.4): where each character
//! comes to stand, and where lines are drawn.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::drawn::{Drawn, RULES};
use super::font::Font;
use super::matrix::{IDENTITY, Matrix, multiply};
use super::object::{Dictionary, Left, Lexer, Object};
use super::page_tree::Page;
use super::run::{Run, State, advance};
use super::store::Store;
use crate::intake::Refusal;
use crate::intake::limit::{self, Excess};

/// Carries out pages; fonts are read once for all of them.
#[derive(Default)]
pub(super) struct Reader {
    fonts: BTreeMap<u32, Rc<Font>>,
    glyphs: usize,
    operations: usize,
}

/// A picture says as much as many shapes.
const PICTURE: usize = 10;

/// Forms inside forms.
const FORMS: usize = 8;

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
                drawn.shapes += PICTURE;
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
            drawn.shapes += PICTURE;
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

/// Behind the data of a picture that stands among the operators: after `EI` between spaces.
fn end_of_picture(contents: &[u8], from: usize) -> usize {
    let rest = &contents[from.min(contents.len())..];
    let space = |byte: Option<&u8>| byte.is_none_or(|byte| super::object::is_space(*byte));
    memchr::memmem::find_iter(rest, b"EI")
        .find(|at| *at > 0 && space(rest.get(at - 1)) && space(rest.get(at + 2)))
        .map_or(contents.len(), |at| from + at + 2)
}
