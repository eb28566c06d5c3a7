//! The state that operators change: where the next character goes, and which lines a path has.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::drawn::{Drawn, Glyph};
use super::font::{Font, Shown};
use super::matrix::{Matrix, apply, multiply};
use super::object::Dictionary;

/// What `q` saves and `Q` brings back.
#[derive(Clone)]
pub(super) struct State {
    pub(super) matrix: Matrix,
    pub(super) font: Option<Rc<Font>>,
    pub(super) size: f64,
    pub(super) character_space: f64,
    pub(super) word_space: f64,
    pub(super) stretch: f64,
    pub(super) leading: f64,
    pub(super) rise: f64,
}

/// What changes while one stream of operators is carried out.
pub(super) struct Run<'r> {
    pub(super) resources: &'r Dictionary,
    /// Fonts by the names they have here.
    pub(super) fonts: BTreeMap<Vec<u8>, Option<Rc<Font>>>,
    pub(super) state: State,
    pub(super) saved: Vec<State>,
    pub(super) line: Matrix,
    pub(super) text: Matrix,
    pub(super) path: Vec<[f64; 4]>,
    pub(super) last: (f64, f64),
    pub(super) depth: usize,
}

impl State {
    pub(super) fn new(matrix: Matrix) -> Self {
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
    pub(super) fn next_line(&mut self, right: f64, up: f64) {
        self.line = multiply(&[1.0, 0.0, 0.0, 1.0, right, up], &self.line);
        self.text = self.line;
    }

    pub(super) fn character(&mut self, character: Shown, drawn: &mut Drawn) {
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

    pub(super) fn rectangle(&mut self, x: f64, y: f64, width: f64, height: f64) {
        let (right, top) = (x + width, y + height);
        self.path.extend([
            [x, y, right, y],
            [x, top, right, top],
            [x, y, x, top],
            [right, y, right, top],
        ]);
        self.last = (x, y);
    }

    /// Draws the path.
    pub(super) fn paint(&mut self, drawn: &mut Drawn, stroked: bool) {
        let matrix = self.state.matrix;
        let place = |[x, y, right, top]: [f64; 4]| {
            let ((x, y), (right, top)) = (apply(&matrix, x, y), apply(&matrix, right, top));
            [x.min(right), y.min(top), x.max(right), y.max(top)]
        };
        let lines: Vec<[f64; 4]> = self.path.drain(..).map(place).collect();
        drawn.paint(&lines, stroked);
    }
}

pub(super) fn advance(matrix: &Matrix, right: f64) -> Matrix {
    multiply(&[1.0, 0.0, 0.0, 1.0, right, 0.0], matrix)
}
