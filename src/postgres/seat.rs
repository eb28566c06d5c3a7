//! A process's part in a server: how it comes to it, and how it goes.

use std::fs::File;
use std::process::Child;
use std::time::Duration;

use super::clock::Deadline;
use super::cluster::{self, Postmaster, Unkept};
use super::folder::Folder;
use super::keeper::{self, Launch};
use super::{Error, Options, PATIENCE, Sharing, find};

/// How long a shared server goes on without users: a test runner that gives each test a process
/// leaves gaps between them.
const LINGER: Duration = Duration::from_secs(3);

/// How long a server may take to end. The keeper stops being polite after one minute.
const STOPPING_LIMIT: Duration = Duration::from_secs(90);

/// What makes a process a user of a server. Dropping it is leaving.
#[derive(Debug)]
pub(super) struct Seat {
    /// Held open; the keeper sees it close.
    door: File,
    /// The keeper, if this process started it.
    keeper: Option<Child>,
}

impl Seat {
    /// Starts a server with the server lock in hand.
    pub(super) fn launch(folder: &Folder, options: &Options, lock: File) -> Result<Self, Error> {
        cluster::clear(folder)?;
        let written_by = cluster::written_by(folder)?;
        let installation = find::installation(folder, options.bindir.as_deref(), written_by)?;
        if written_by.is_none() {
            cluster::initialise(folder, &installation, options.durable, &lock)?;
        }
        let sockets = folder.sockets()?;
        let launch = Launch {
            server: installation.server(),
            arguments: cluster::arguments(folder, &sockets, options.durable),
            sockets,
            linger: match options.sharing {
                Sharing::Exclusive => Duration::ZERO,
                Sharing::Shared => LINGER,
            },
            lock,
        };
        let (door, keeper) = keeper::launch(folder, launch)?;
        Ok(Self {
            door,
            keeper: Some(keeper),
        })
    }

    /// Joins the users of a running server, if it has a keeper.
    pub(super) fn join(folder: &Folder) -> Result<Option<Self>, Error> {
        let door = keeper::join(folder)?;
        Ok(door.map(|door| Self { door, keeper: None }))
    }

    /// Whether the keeper that this process started has ended, and so its server.
    pub(super) fn has_ended(&mut self) -> bool {
        let keeper = self.keeper.as_mut();
        keeper.is_none_or(|keeper| !matches!(keeper.try_wait(), Ok(None)))
    }

    /// Leaves as the last user, and waits until no process of the server is left.
    pub(super) fn leave_and_await_end(self, folder: &Folder) -> Result<(), Error> {
        drop(self.door);
        let ended = await_end(folder);
        if let Some(keeper) = self.keeper {
            reap(keeper);
        }
        ended
    }
}

fn await_end(folder: &Folder) -> Result<(), Error> {
    let deadline = Deadline::after(STOPPING_LIMIT);
    let mut unkept = Unkept::default();
    while folder.lock_server()?.is_none() {
        unkept.press(folder, PATIENCE);
        if deadline.passed() {
            return Err(Error::Stop {
                pid: Postmaster::of(&folder.cluster()).map(|postmaster| postmaster.pid),
                log: folder.log(),
            });
        }
        deadline.tick();
    }
    Ok(())
}

/// Collects a keeper whose server has ended, so that it does not stay as a zombie.
fn reap(mut keeper: Child) {
    let deadline = Deadline::after(PATIENCE);
    while matches!(keeper.try_wait(), Ok(None)) {
        if deadline.passed() {
            let _ = keeper.kill();
        }
        deadline.tick();
    }
}
