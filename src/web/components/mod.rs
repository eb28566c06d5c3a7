//! The pieces that several pages show. Each has a macro of the same name in `templates/components`.

mod bullet;
mod count;
mod lamp_mark;
mod matrix;
mod pager;
mod statement;
mod trajectory;
mod value_line;

pub use bullet::{Bullet, Reading};
pub use count::Count;
pub use lamp_mark::{LampMark, Standing};
pub use matrix::Matrix;
pub use pager::{Pager, Slice};
pub use statement::{Chip, Statement, forecast_tone};
pub use trajectory::{Point, Trajectory};
pub use value_line::ValueLine;

use crate::domain::{Filing, Progress};

/// The colour of a chip; the word on it says the same.
pub fn progress_tone(progress: Progress) -> &'static str {
    match progress {
        Progress::Behind => "bad",
        Progress::OnTrack => "info",
        Progress::Ahead | Progress::Done => "ok",
        Progress::NotStarted | Progress::Other => "idle",
    }
}

/// The colour of a chip; the word on it says the same.
pub fn filing_tone(filing: Filing) -> &'static str {
    match filing {
        Filing::Returned | Filing::Overdue | Filing::Missing => "bad",
        Filing::Draft => "warn",
        Filing::Pending => "idle",
        Filing::HandedIn | Filing::Submitted => "info",
        Filing::Accepted => "ok",
    }
}
