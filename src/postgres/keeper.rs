//! The keeper's side in Rust: starting it, and joining one that is there.
//!
//! The keeper is a small shell (`keeper.sh`) that reads a named pipe, the *door*, and whose child
//! is the server. Every user of the server holds a writing end of the door. The kernel closes it
//! when the user ends, however that happens, and when the last one is closed the keeper stops the
//! server. A shell, because the keeper must outlive any program, and tests and the product are
//! different executables.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Child;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use nix::fcntl::OFlag;
use nix::sys::stat::Mode;

use super::Error;
use super::clock::Deadline;
use super::folder::Folder;

const SCRIPT: &str = include_str!("keeper.sh");

/// How long an attended door may take to let a user in.
const KNOCKING_LIMIT: Duration = Duration::from_secs(10);

/// A server about to be started.
#[derive(Debug)]
pub(super) struct Launch {
    pub(super) server: PathBuf,
    pub(super) arguments: Vec<OsString>,
    /// The folder of the server's socket.
    pub(super) sockets: PathBuf,
    /// How long the server goes on after its last user has left.
    pub(super) linger: Duration,
    /// The server lock, which passes to the server.
    pub(super) lock: File,
}

/// Starts a keeper with its server. Returns our end of the door and the keeper.
pub(super) fn launch(folder: &Folder, launch: Launch) -> Result<(File, Child), Error> {
    folder.private(&folder.run())?;
    clear(folder);
    let (outside, inside) = hang_door(folder).map_err(|cause| Error::at(&folder.door(), cause))?;
    let keeper = folder
        .account
        .command("/bin/sh")
        .args(["-c", SCRIPT, "keeper"])
        .arg(launch.server)
        .arg(folder.run())
        .arg(launch.sockets)
        .arg(launch.linger.as_secs().to_string())
        .args(launch.arguments)
        .stdin(inside)
        .stdout(launch.lock)
        .stderr(folder.new_log()?)
        // A Ctrl-C in the terminal is for the program, which still needs its database to end.
        .process_group(0)
        .spawn()
        .map_err(|cause| Error::at("/bin/sh".as_ref(), cause))?;
    Ok((outside, keeper))
}

/// Joins the users of a running server. Nothing is returned if nobody attends the door.
pub(super) fn join(folder: &Folder) -> Result<Option<File>, Error> {
    let Some(mut door) = knock(folder)? else {
        return Ok(None);
    };
    static JOINED: AtomicU32 = AtomicU32::new(0);
    let count = JOINED.fetch_add(1, Ordering::Relaxed);
    let name = format!("{}-{count}", std::process::id());
    if door.write_all(format!("{name}\n").as_bytes()).is_err() {
        return Ok(None);
    }
    let answer = folder.run().join(format!("joined-{name}"));
    let deadline = Deadline::after(KNOCKING_LIMIT);
    while fs::remove_file(&answer).is_err() {
        let shut = door
            .write_all(b"\n")
            .is_err_and(|cause| cause.kind() == io::ErrorKind::BrokenPipe);
        if shut || deadline.passed() {
            return Ok(None);
        }
        deadline.tick();
    }
    Ok(Some(door))
}

/// Removes the door and the answers of a keeper that is gone.
fn clear(folder: &Folder) {
    for entry in fs::read_dir(folder.run()).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if name == "door" || name.to_string_lossy().starts_with("joined-") {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Makes the door and opens both its ends: the writing end for us, the reading end for the
/// keeper. Opening one end alone would wait for the other, hence the third, short-lived one.
fn hang_door(folder: &Folder) -> io::Result<(File, File)> {
    let path = folder.door();
    nix::unistd::mkfifo(&path, Mode::S_IRUSR | Mode::S_IWUSR)?;
    folder.account.own(&path)?;
    let open = |read, write| {
        OpenOptions::new()
            .read(read)
            .write(write)
            .custom_flags(OFlag::O_NOFOLLOW.bits())
            .open(&path)
    };
    let both = open(true, true)?;
    let (outside, inside) = (open(false, true)?, open(true, false)?);
    drop(both);
    Ok((outside, inside))
}

/// Opens the writing end of the door without waiting, if anybody reads at the other.
fn knock(folder: &Folder) -> Result<Option<File>, Error> {
    let path = folder.door();
    let door = OpenOptions::new()
        .write(true)
        .custom_flags((OFlag::O_NONBLOCK | OFlag::O_NOFOLLOW).bits())
        .open(&path);
    match door {
        Ok(door) => match door.metadata() {
            Ok(found) if found.file_type().is_fifo() => Ok(Some(door)),
            _ => Ok(None),
        },
        Err(cause) if cause.kind() == io::ErrorKind::PermissionDenied => {
            Err(Error::at(&path, cause))
        }
        Err(_) => Ok(None),
    }
}
