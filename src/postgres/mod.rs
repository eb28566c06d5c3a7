//! A private PostgreSQL, for a trial installation and for tests that were given no database.
//!
//! Finds PostgreSQL's executables (or downloads them), makes a cluster in a data folder, serves
//! it on a Unix socket that only its owner can use, and stops it when its users are gone, whichever
//! way they went. Everything here blocks: call it from a thread that may wait.
//!
//! ```no_run
//! use fengong::postgres::{Options, Postgres, usable_folder};
//!
//! let data = usable_folder(".fengong".as_ref());
//! let postgres = Postgres::start(&Options::for_program(data))?;
//! let url = postgres.url("postgres");
//! postgres.stop()?;
//! # Ok::<(), fengong::postgres::Error>(())
//! ```
//!
//! This room never speaks SQL, never listens on a network and knows no other room. It reads
//! nothing from the environment but `PATH`, and the temporary folder for a socket whose path would
//! be too long.

mod account;
mod clock;
mod cluster;
mod download;
mod error;
mod find;
mod folder;
mod keeper;
mod seat;

use std::fs::File;
use std::path::PathBuf;
use std::time::Duration;

use clock::Deadline;
use cluster::{Postmaster, Unkept};
use folder::Folder;
use seat::Seat;

pub use error::Error;
pub use folder::usable_folder;

/// The database role that owns everything in a private PostgreSQL. It has no password: whoever
/// can open the socket is trusted.
pub const SUPERUSER: &str = "app";

/// The oldest major version that the product's SQL runs on.
const OLDEST: u32 = 13;

/// How long a keeper is trusted to see to its server before the server is told directly.
const PATIENCE: Duration = Duration::from_secs(3);

/// Who may use a data folder at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// One process; a second one is told that the folder is in use.
    Exclusive,
    /// Any number of processes, with one server among them: the first starts it, by its own
    /// [`Options`], and it ends a few seconds after the last has left.
    Shared,
}

/// What kind of PostgreSQL is wanted, and where.
#[derive(Debug, Clone)]
pub struct Options {
    /// The data folder, created if it is missing. See [`usable_folder`].
    pub data: PathBuf,
    /// The folder of PostgreSQL's executables, if it was configured; else they are searched for.
    pub bindir: Option<PathBuf>,
    /// Whether committed data must survive a crash of the machine.
    pub durable: bool,
    /// Who may use the data folder at the same time.
    pub sharing: Sharing,
    /// How long the server may take to accept connections.
    pub wait: Duration,
}

impl Options {
    /// For a program that keeps its data in `data`.
    pub fn for_program(data: impl Into<PathBuf>) -> Self {
        Self {
            data: data.into(),
            bindir: None,
            durable: true,
            sharing: Sharing::Exclusive,
            wait: Duration::from_secs(120),
        }
    }

    /// For tests, whose data is worth nothing and whose processes share one server.
    pub fn for_tests(data: impl Into<PathBuf>) -> Self {
        Self {
            durable: false,
            sharing: Sharing::Shared,
            ..Self::for_program(data)
        }
    }
}

/// A running private PostgreSQL. Dropping it is like [`Postgres::stop`], without hearing of errors.
#[derive(Debug)]
pub struct Postgres {
    sockets: PathBuf,
    seat: Option<Seat>,
    sharing: Sharing,
    folder: Folder,
    // Declared last to be given up last.
    _claim: File,
}

impl Postgres {
    /// Starts PostgreSQL in the data folder, or joins the processes that share one there.
    ///
    /// # Errors
    ///
    /// When the folder is in use or unusable, no PostgreSQL can be had, or the server does not
    /// start; see [`Error`].
    pub fn start(options: &Options) -> Result<Self, Error> {
        let folder = Folder::prepare(&options.data)?;
        let mut postgres = Self {
            _claim: folder.claim(options.sharing)?,
            sockets: PathBuf::new(),
            seat: None,
            sharing: options.sharing,
            folder,
        };
        postgres.take_seat(options)?;
        tracing::debug!(sockets = %postgres.sockets.display(), "PostgreSQL is ready");
        Ok(postgres)
    }

    /// The URL of a database of this server, for sqlx and for `psql`.
    pub fn url(&self, database: &str) -> String {
        let sockets = self.sockets.to_string_lossy();
        format!(
            "postgres://{SUPERUSER}@localhost:5432/{}?host={}&sslmode=disable",
            percent_encoded(database),
            percent_encoded(&sockets),
        )
    }

    /// The socket that the server listens on.
    pub fn socket(&self) -> PathBuf {
        folder::socket_in(&self.sockets)
    }

    /// Leaves the server. One that is not shared has ended when this returns.
    ///
    /// # Errors
    ///
    /// When the server does not end; it is then still being told to.
    pub fn stop(mut self) -> Result<(), Error> {
        self.leave()
    }

    /// Repeats until there is a server for us: ours, or one of our kind that somebody started.
    fn take_seat(&mut self, options: &Options) -> Result<(), Error> {
        let mut deadline = Deadline::after(options.wait);
        let preparing = Deadline::after(options.wait + download::LIMIT);
        let mut unkept = Unkept::default();
        loop {
            if let Some(lock) = self.folder.lock_server()? {
                self.seat = Some(Seat::launch(&self.folder, options, lock)?);
                return self.await_own_server(options);
            }
            if self.sharing == Sharing::Shared && self.join(options)? {
                return Ok(());
            }
            if Postmaster::of(&self.folder.cluster()).is_none() && !preparing.passed() {
                // Whoever holds the lock makes the cluster, or even downloads PostgreSQL first.
                deadline = Deadline::after(options.wait);
            }
            unkept.press(&self.folder, self.patience());
            if deadline.passed() {
                return Err(self.still_occupied());
            }
            deadline.tick();
        }
    }

    /// Whether there was a server to join, and it got ready.
    fn join(&mut self, options: &Options) -> Result<bool, Error> {
        self.seat = Seat::join(&self.folder)?;
        if self.seat.is_some() && self.await_joined_server(options)? {
            return Ok(true);
        }
        self.seat = None;
        Ok(false)
    }

    /// How long a server is left to its keeper. A program has just proved, by its claim, that a
    /// server it finds has no user.
    fn patience(&self) -> Duration {
        match self.sharing {
            Sharing::Exclusive => Duration::ZERO,
            Sharing::Shared => PATIENCE,
        }
    }

    /// Neither could we start a server nor join one.
    fn still_occupied(&self) -> Error {
        let cluster = self.folder.cluster();
        match Postmaster::of(&cluster) {
            Some(postmaster) if postmaster.serves(&cluster) => Error::Stop {
                pid: Some(postmaster.pid),
                log: self.folder.log(),
            },
            _ => Error::InUse {
                folder: self.folder.root().to_owned(),
                pid: None,
            },
        }
    }

    fn await_own_server(&mut self, options: &Options) -> Result<(), Error> {
        let deadline = Deadline::after(options.wait);
        while !self.find_ready() {
            if self.seat.as_mut().is_none_or(Seat::has_ended) {
                let (log, tail) = (self.folder.log(), self.folder.log_tail());
                let cluster = self.folder.cluster();
                let full = Error::disk_full(&cluster, &tail);
                return Err(full.unwrap_or(Error::Start { log, tail }));
            }
            self.check(deadline, options)?;
        }
        Ok(())
    }

    /// Whether the server that we joined got ready; if not, it has ended.
    fn await_joined_server(&mut self, options: &Options) -> Result<bool, Error> {
        let deadline = Deadline::after(options.wait);
        while !self.find_ready() {
            if self.folder.lock_server()?.is_some() {
                return Ok(false);
            }
            self.check(deadline, options)?;
        }
        Ok(true)
    }

    fn find_ready(&mut self) -> bool {
        match Postmaster::of(&self.folder.cluster()) {
            Some(postmaster) if postmaster.ready => {
                self.sockets = postmaster.sockets;
                true
            }
            _ => false,
        }
    }

    fn check(&self, deadline: Deadline, options: &Options) -> Result<(), Error> {
        if deadline.passed() {
            return Err(Error::Timeout {
                seconds: options.wait.as_secs(),
                log: self.folder.log(),
                tail: self.folder.log_tail(),
            });
        }
        deadline.tick();
        Ok(())
    }

    fn leave(&mut self) -> Result<(), Error> {
        match (self.seat.take(), self.sharing) {
            (Some(seat), Sharing::Exclusive) => seat.leave_and_await_end(&self.folder),
            _ => Ok(()),
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Err(error) = self.leave() {
            tracing::warn!(%error, "PostgreSQL was left running");
        }
    }
}

/// Encodes everything but what is safe anywhere in a URL.
fn percent_encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
