//! How far a long command has come: one line that is written over on a terminal, a line a file elsewhere.

use std::io::{self, IsTerminal, Write};

use chrono::{DateTime, Utc};

use super::terminal::say;

/// The columns of the bar itself.
const BAR: usize = 24;

/// How far a command has come.
#[derive(Debug)]
pub(super) struct Progress {
    total: usize,
    done: usize,
    began: DateTime<Utc>,
    /// Standard error is a terminal, where a line can be written over.
    over: bool,
}

impl Progress {
    /// Of so many files.
    pub(super) fn new(total: usize, now: DateTime<Utc>) -> Self {
        Self {
            total,
            done: 0,
            began: now,
            over: io::stderr().is_terminal(),
        }
    }

    /// One more is done; `line` says what became of it, `counts` what became of all so far.
    pub(super) fn step(
        &mut self,
        line: &str,
        counts: &str,
        now: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        self.done += 1;
        if !self.over {
            return say(line);
        }
        // A terminal that is gone cannot be told anything.
        let _ = write!(io::stderr(), "\r{}\x1b[K", self.bar(counts, now));
        Ok(())
    }

    /// Leaves the last state of the bar behind.
    pub(super) fn end(&self) {
        if self.over {
            let _ = writeln!(io::stderr());
        }
    }

    /// How many files a second.
    pub(super) fn rate(&self, now: DateTime<Utc>) -> f64 {
        let milliseconds = (now - self.began).num_milliseconds().max(1);
        let per = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        per(self.done) * 1000.0 / per(usize::try_from(milliseconds).unwrap_or(usize::MAX))
    }

    /// `[########----------------] 320/1000 32%，14.8 份/秒，已导入 300`.
    fn bar(&self, counts: &str, now: DateTime<Utc>) -> String {
        let total = self.total.max(1);
        let full = self.done * BAR / total;
        format!(
            "[{}{}] {}/{} {}%，{:.1} 份/秒，{counts}",
            "#".repeat(full),
            "-".repeat(BAR - full),
            self.done,
            self.total,
            self.done * 100 / total,
            self.rate(now)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_says_how_far_and_how_fast() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().expect("a moment");
        let mut progress = Progress {
            over: true,
            ..Progress::new(8, at("2018-06-20T02:00:00Z"))
        };
        progress.done = 2;
        assert_eq!(
            progress.bar("已导入 2", at("2018-06-20T02:00:01Z")),
            "[######------------------] 2/8 25%，2.0 份/秒，已导入 2"
        );
    }
}
