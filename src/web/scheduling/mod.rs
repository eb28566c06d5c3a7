//! Keeping 填报安排, 节假日 and 轮次: what the forms ask, how they are read, and what their pages show.

pub mod holiday_lines;
pub(crate) mod item_part;
pub mod round_rows;
pub mod rule;
pub mod schedule_form;
