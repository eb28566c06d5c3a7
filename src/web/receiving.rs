//! Receives a form with a file of evidence, piece by piece, into one transaction that its reader ends. Whatever breaks
//! off leaves nothing: a transaction that nobody commits is undone.

use std::sync::Arc;

use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use sqlx::{PgPool, Postgres, Transaction};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::error::{Error, Failure};
use super::extract::Fields;
use crate::domain::EVIDENCE_BYTES;
use crate::intake::{EvidenceRefusal, Passing};
use crate::store::evidence_files::{self, PIECE, Whole};

/// The longest value of a field beside the file, in bytes.
const WORDS: usize = 4096;
/// The longest name of a file, in characters.
const NAME: usize = 120;

/// A transaction with the right to keep it open for as long as a file takes to arrive.
#[derive(Debug)]
pub struct Receiving {
    /// The transaction.
    pub tx: Transaction<'static, Postgres>,
    _permit: OwnedSemaphorePermit,
}

/// What was sent.
#[derive(Debug, Default)]
pub struct Received {
    /// The fields beside the file, as they were typed.
    pub fields: Fields,
    /// What the file was called; empty where none was chosen.
    pub file_name: String,
    /// The file, or why it is not taken; `None` where none was chosen.
    pub file: Option<Result<Whole, String>>,
    /// Where it was written to.
    pub receiving: Option<Receiving>,
}

impl Received {
    /// Reads a form. Files arrive at no more than half of the connections at a time, so that slow ones do not keep
    /// the site from answering.
    ///
    /// # Errors
    ///
    /// When it does not arrive whole, or the database refuses.
    pub async fn read(
        mut form: Multipart,
        pool: &PgPool,
        uploads: &Arc<Semaphore>,
        now: DateTime<Utc>,
    ) -> Result<Self, Failure> {
        let mut received = Self::default();
        while let Some(field) = form.next_field().await.map_err(|error| broken(&error))? {
            let name = field.name().unwrap_or("").to_owned();
            match name.as_str() {
                "file" => received.file(field, pool, uploads, now).await?,
                _ => {
                    let value = words(field).await?;
                    received.fields.0.push((name, value));
                }
            }
        }
        Ok(received)
    }

    async fn file(
        &mut self,
        mut field: Field<'_>,
        pool: &PgPool,
        uploads: &Arc<Semaphore>,
        now: DateTime<Utc>,
    ) -> Result<(), Failure> {
        self.file_name = own_name(field.file_name().unwrap_or(""));
        let mut passing = Passing::default();
        let mut hash = Sha256::new();
        let mut piece = Vec::new();
        let mut into: Option<(Receiving, i64, i32)> = None;
        loop {
            let arrived = field.chunk().await.map_err(|error| broken(&error))?;
            let ends = arrived.is_none();
            piece.extend(arrived.unwrap_or_default());
            if passing.length() + piece.len() > EVIDENCE_BYTES {
                // What is left of it is taken off the line, or the browser would not read the answer.
                drop(into);
                while field
                    .chunk()
                    .await
                    .map_err(|error| broken(&error))?
                    .is_some()
                {}
                self.file = Some(Err(too_large()));
                return Ok(());
            }
            while piece.len() >= PIECE || (ends && !piece.is_empty()) {
                let rest = piece.split_off(piece.len().min(PIECE));
                passing.feed(&piece);
                hash.update(&piece);
                let (receiving, file, ordinal) = match &mut into {
                    Some(into) => into,
                    None => into.insert(begin(pool, uploads, now).await?),
                };
                evidence_files::add_piece(&mut receiving.tx, *file, *ordinal, &piece)
                    .await
                    .map_err(Error::from)?;
                *ordinal += 1;
                piece = rest;
            }
            if ends {
                break;
            }
        }
        if self.file_name.is_empty() && passing.length() == 0 {
            return Ok(());
        }
        let length = i64::try_from(passing.length()).unwrap_or(i64::MAX);
        self.file = Some(match (passing.end(&self.file_name), into) {
            (Ok(format), Some((receiving, file, _))) => {
                self.receiving = Some(receiving);
                Ok(Whole {
                    file,
                    sha256: hash.finalize().to_vec(),
                    length,
                    format,
                })
            }
            (Ok(_), None) => Err(EvidenceRefusal::Empty.to_string()),
            (Err(refusal), _) => Err(refusal.to_string()),
        });
        Ok(())
    }
}

async fn begin(
    pool: &PgPool,
    uploads: &Arc<Semaphore>,
    now: DateTime<Utc>,
) -> Result<(Receiving, i64, i32), Error> {
    let permit = uploads
        .clone()
        .acquire_owned()
        .await
        .map_err(|error| Error::Internal(error.into()))?;
    let mut tx = pool.begin().await?;
    let file = evidence_files::begin(&mut tx, now).await?;
    let receiving = Receiving {
        tx,
        _permit: permit,
    };
    Ok((receiving, file, 0))
}

/// The value of a field beside the file.
async fn words(mut field: Field<'_>) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(|error| broken(&error))? {
        let room = WORDS.saturating_sub(bytes.len()).min(piece.len());
        bytes.extend_from_slice(&piece[..room]);
    }
    let text = String::from_utf8_lossy(&bytes);
    Ok(text.replace("\r\n", "\n").replace('\0', ""))
}

/// What a file is called, without the folders that some browsers name and without what no name holds.
fn own_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or("");
    let name: String = name.chars().filter(|c| !c.is_control()).collect();
    let length = name.chars().count();
    // The extension stands at the end.
    let cut = length.saturating_sub(NAME);
    name.trim().chars().skip(cut).collect()
}

fn too_large() -> String {
    format!(
        "文件超过 {} MB 的上限。请压缩图片、拆分文件，或导出为 PDF 后再上传。",
        EVIDENCE_BYTES / 1024 / 1024
    )
}

fn broken(error: &MultipartError) -> Failure {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Failure {
            sentence: too_large(),
            ..Failure::of_status(StatusCode::PAYLOAD_TOO_LARGE)
        },
        _ => Error::BadRequest("文件没有传完，没有保存任何内容。请返回上一页重新选择文件上传。")
            .into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_by_its_own_name() {
        assert_eq!(own_name("C:\\资料\\总结.docx"), "总结.docx");
        assert_eq!(own_name("../../etc/passwd"), "passwd");
        assert_eq!(own_name("总结\r\n.pdf"), "总结.pdf");
        let long = format!("{}.pdf", "长".repeat(300));
        assert!(own_name(&long).ends_with("长.pdf") && own_name(&long).chars().count() == NAME);
    }
}
