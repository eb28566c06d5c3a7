//! The program: what it can do is listed in `fengong::command`.

use std::process::ExitCode;

fn main() -> ExitCode {
    fengong::command::run()
}
