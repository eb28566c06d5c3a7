//! The five documents of `seed-data`, imported by the way of every other file, each on a day soon after its own.

use anyhow::Context;
use chrono::NaiveDate;
use sqlx::Connection;
use sqlx::postgres::PgConnection;

use super::moments;
use crate::import::{File, Occasion, import_file};
use crate::review::Choices;

/// A document that is built into the program.
#[derive(Debug, Clone, Copy)]
struct BuiltIn {
    /// The day on which the trial's history imports it. Where the text carries no date, reports are due from this day.
    on: &'static str,
    /// Name of the file.
    name: &'static str,
    /// Its bytes.
    bytes: &'static [u8],
}

macro_rules! built_in {
    ($($on:literal $name:literal,)+) => {
        [$(BuiltIn {
            on: $on,
            name: $name,
            bytes: include_bytes!(concat!("../../../seed-data/documents/", $name)),
        },)+]
    };
}

/// In the order of their file names, which is that of time.
const DOCUMENTS: [BuiltIn; 5] = built_in! {
    "2014-04-01" "宁夏-2014-省级政府质量工作考核分工方案.txt",
    "2015-05-26" "新疆-2015-05-贯彻质量发展纲要2015年行动计划实施方案.txt",
    "2017-02-13" "新疆-2017-02-关于实施质量强区战略的决定.txt",
    "2017-05-10" "新疆-2017-05-实施质量强区战略任务分工.txt",
    "2018-01-15" "新疆-日期不详-开展质量提升行动的实施意见.txt",
};

/// The day before everything else in a trial's history.
pub(super) const FIRST_DAY: &str = DOCUMENTS[0].on;

/// Imports what is not there yet.
pub(super) async fn import(db: &mut PgConnection) -> anyhow::Result<()> {
    for document in &DOCUMENTS {
        let day = document.on.parse::<NaiveDate>()?;
        let occasion = Occasion {
            by: None,
            at: moments::morning(day),
            today: day,
        };
        let file = File {
            name: document.name,
            bytes: document.bytes,
        };
        let mut tx = db.begin().await?;
        import_file(&mut tx, file, &Choices::default(), occasion)
            .await
            .with_context(|| format!("导入内置文件 {} 失败", document.name))?;
        tx.commit().await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_stand_in_the_order_of_their_names_and_days() {
        assert!(DOCUMENTS.is_sorted_by_key(|document| document.name));
        assert!(DOCUMENTS.is_sorted_by_key(|document| document.on));
        for document in DOCUMENTS {
            assert!(document.on.parse::<NaiveDate>().is_ok());
        }
    }
}
