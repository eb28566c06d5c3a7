//! 填报工作簿: a unit's period filled offline and brought back. What came back is read by its hidden keys, compared with
//! the drafts of today, and written into drafts line by line as it was ticked.
//!
//! ```text
//! tasks ─made─▶ xlsx … xlsx ─filled─▶ rows ─compared─▶ changes ─write─▶ drafts
//! ```

pub mod compared;
pub mod filled;
mod given;
pub mod made;
pub mod tasks;
pub mod write;
