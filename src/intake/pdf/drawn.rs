//! What a page shows, as far as it matters: characters, and lines that are ruled.

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
    /// How many pictures and shapes are drawn.
    pub shapes: usize,
}

/// Lines of a page beyond these are a drawing.
pub(super) const RULES: usize = 4_000;

/// A line is thinner than this.
const THIN: f64 = 2.5;

impl Drawn {
    /// Takes the lines of a path: every stroke is a line, a filled box only when it is thin.
    pub(super) fn paint(&mut self, lines: &[[f64; 4]], stroked: bool) {
        self.shapes += usize::from(!lines.is_empty());
        let bounds = lines.iter().copied().reduce(|all, line| {
            [
                all[0].min(line[0]),
                all[1].min(line[1]),
                all[2].max(line[2]),
                all[3].max(line[3]),
            ]
        });
        let thin = |[x, y, right, top]: [f64; 4]| right - x < THIN || top - y < THIN;
        if stroked || bounds.is_some_and(thin) {
            self.rule(lines);
        } else if lines.len().is_multiple_of(4) {
            // Several thin boxes filled at once.
            let boxes = lines.chunks_exact(4);
            for four in boxes.filter(|four| thin([four[0][0], four[0][1], four[1][2], four[1][3]]))
            {
                self.rule(four);
            }
        }
    }

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
