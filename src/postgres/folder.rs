//! The data folder: what lies where, who owns it, and the locks that keep order in it.
//!
//! ```text
//! DATA/            of the program's user; passable for the account that runs PostgreSQL
//!   claim          locked by every user of the folder, exclusively by a program
//!   server.lock    locked while somebody prepares the cluster or any server process lives
//!   cluster/       the database files
//!   server.log     what the server wrote since it was last started; `.1` is the time before
//!   run/           the named pipe of the keeper and, unless its path is too long, the socket
//!   postgresql-…/  downloaded executables
//! ```
//!
//! Locks are the kernel's, so a killed process leaves none behind.

use std::ffi::OsStr;
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};
use std::time::Duration;

use nix::fcntl::OFlag;

use super::account::Account;
use super::clock::Deadline;
use super::{Error, Sharing};

/// How long a program waits for the one before it, which may be ending just now.
const CLAIM_PATIENCE: Duration = Duration::from_secs(3);

/// The longest socket path that every system accepts; the smallest limit is 104 bytes with the
/// closing zero.
const LONGEST_SOCKET_PATH: usize = 100;

/// The name of the socket inside its folder.
const SOCKET_NAME: &str = ".s.PGSQL.5432";

/// Where data goes that PostgreSQL could not reach at the preferred place.
const SYSTEM_FOLDER: &str = "/var/lib/fengong";

/// The folder to keep data in: `preferred`, or one below `/var/lib/fengong` if `preferred` lies
/// where PostgreSQL's account cannot go (root's home, say). Always the same for the same
/// `preferred`; nothing is created.
pub fn usable_folder(preferred: &Path) -> PathBuf {
    let preferred = std::path::absolute(preferred).unwrap_or_else(|_| preferred.to_owned());
    let place = fs::canonicalize(&preferred).unwrap_or_else(|_| preferred.clone());
    let reachable = match Account::for_cluster(&place.join("cluster")) {
        Ok(account) if account.steps_down => place
            .ancestors()
            .skip(1)
            .find(|ancestor| ancestor.is_dir())
            .is_none_or(|ancestor| account.can_enter(ancestor)),
        _ => true,
    };
    if reachable {
        preferred
    } else {
        Path::new(SYSTEM_FOLDER).join(digest(preferred.as_os_str()))
    }
}

/// A data folder that exists and that both the program and PostgreSQL can reach.
#[derive(Debug)]
pub(super) struct Folder {
    root: PathBuf,
    pub(super) account: Account,
}

impl Folder {
    /// Creates what is missing of the folder at `root`.
    pub(super) fn prepare(root: &Path) -> Result<Self, Error> {
        let root = std::path::absolute(root).map_err(|cause| Error::at(root, cause))?;
        let account = Account::for_cluster(&root.join("cluster"))?;
        let mode = if account.steps_down { 0o711 } else { 0o700 };
        create_with_parents(&root, mode, account).map_err(|cause| Error::at(&root, cause))?;
        let folder = Self { root, account };
        if account.steps_down && !account.can_enter(&folder.root) {
            folder.let_pass()?;
        }
        Ok(folder)
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn cluster(&self) -> PathBuf {
        self.root.join("cluster")
    }

    pub(super) fn run(&self) -> PathBuf {
        self.root.join("run")
    }

    pub(super) fn door(&self) -> PathBuf {
        self.run().join("door")
    }

    pub(super) fn log(&self) -> PathBuf {
        self.root.join("server.log")
    }

    /// Claims the folder for as long as the returned file lives.
    pub(super) fn claim(&self, sharing: Sharing) -> Result<File, Error> {
        let path = self.root.join("claim");
        let file = self.open(&path)?;
        let deadline = Deadline::after(CLAIM_PATIENCE);
        loop {
            let locked = match sharing {
                Sharing::Exclusive => file.try_lock(),
                Sharing::Shared => file.try_lock_shared(),
            };
            match locked {
                Ok(()) => break,
                Err(TryLockError::Error(cause)) => return Err(Error::at(&path, cause)),
                Err(TryLockError::WouldBlock) if deadline.passed() => return Err(self.claimed()),
                Err(TryLockError::WouldBlock) => deadline.tick(),
            }
        }
        self.sign(&file, sharing)
            .map_err(|cause| Error::at(&path, cause))?;
        Ok(file)
    }

    /// The server lock, or nothing while another process prepares the cluster or serves it.
    pub(super) fn lock_server(&self) -> Result<Option<File>, Error> {
        let path = self.root.join("server.lock");
        let file = self.open(&path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(cause)) => Err(Error::at(&path, cause)),
        }
    }

    /// A new log; the one before is kept as `server.log.1`.
    pub(super) fn new_log(&self) -> Result<File, Error> {
        let path = self.log();
        let _ = fs::rename(&path, path.with_extension("log.1"));
        self.open(&path)
    }

    /// The last lines of the log.
    pub(super) fn log_tail(&self) -> String {
        tail(&fs::read(self.log()).unwrap_or_default())
    }

    /// Makes `path` a private folder of PostgreSQL's account, if it is not one yet. What somebody
    /// else made there is refused: `path` may lie where anybody may create anything.
    pub(super) fn private(&self, path: &Path) -> Result<(), Error> {
        let make = || {
            match DirBuilder::new().mode(0o700).create(path) {
                Err(cause) if cause.kind() != io::ErrorKind::AlreadyExists => return Err(cause),
                _ => {}
            }
            let flags = OFlag::O_NOFOLLOW | OFlag::O_DIRECTORY;
            let opened = OpenOptions::new()
                .read(true)
                .custom_flags(flags.bits())
                .open(path)?;
            let owner = opened.metadata()?.uid();
            if owner == 0 && self.account.steps_down {
                fchown(&opened, Some(self.account.uid), Some(self.account.gid))?;
            } else if owner != self.account.uid {
                return Ok(false);
            }
            opened.set_permissions(Permissions::from_mode(0o700))?;
            Ok(true)
        };
        match make().map_err(|cause| Error::at(path, cause))? {
            true => Ok(()),
            false => Err(Error::Occupied {
                path: path.to_owned(),
            }),
        }
    }

    /// The folder for the server's socket: `run`, or a short one in a temporary folder if the
    /// socket's path would be too long or could not be written in a URL. To be called with the
    /// server lock in hand; a killed server's socket is removed.
    pub(super) fn sockets(&self) -> Result<PathBuf, Error> {
        let sockets = self.choose_sockets();
        self.private(&sockets)?;
        let socket = socket_in(&sockets);
        let _ = fs::remove_file(socket.with_added_extension("lock"));
        let _ = fs::remove_file(socket);
        Ok(sockets)
    }

    fn choose_sockets(&self) -> PathBuf {
        let run = self.run();
        if fits(&run) {
            return run;
        }
        let mut place = self.root.as_os_str().to_owned();
        place.push(format!("#{}", self.account.uid));
        let name = format!("fengong-{}", digest(&place));
        let configured = std::env::temp_dir();
        if fits(&configured.join(&name)) && self.account.can_enter(&configured) {
            return configured.join(name);
        }
        Path::new("/tmp").join(name)
    }

    /// Says that the folder is claimed by another program.
    fn claimed(&self) -> Error {
        let signature = fs::read_to_string(self.root.join("claim")).unwrap_or_default();
        Error::InUse {
            folder: self.root.clone(),
            pid: signature.trim().parse().ok(),
        }
    }

    /// Opens one of our own files, and never what a link in its place points to.
    fn open(&self, path: &Path) -> Result<File, Error> {
        let open = || {
            let file = OpenOptions::new()
                .read(true)
                .append(true)
                .create(true)
                .mode(0o600)
                .custom_flags((OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK).bits())
                .open(path)?;
            if self.account.steps_down {
                let owner = fs::metadata(&self.root)?;
                fchown(&file, Some(owner.uid()), Some(owner.gid()))?;
            }
            Ok(file)
        };
        open().map_err(|cause| Error::at(path, cause))
    }

    /// Leaves our process number in the claim, for whoever is turned away.
    fn sign(&self, mut claim: &File, sharing: Sharing) -> io::Result<()> {
        claim.set_len(0)?;
        if sharing == Sharing::Exclusive {
            claim.write_all(format!("{}\n", std::process::id()).as_bytes())?;
        }
        Ok(())
    }

    /// Lets PostgreSQL's account pass through the folder; it still cannot list or change it.
    fn let_pass(&self) -> Result<(), Error> {
        let opened = fs::metadata(&self.root).and_then(|found| {
            let mode = found.permissions().mode() | 0o011;
            fs::set_permissions(&self.root, Permissions::from_mode(mode))
        });
        opened.map_err(|cause| Error::at(&self.root, cause))?;
        if self.account.can_enter(&self.root) {
            return Ok(());
        }
        Err(Error::Unreachable {
            folder: self.root.clone(),
            uid: self.account.uid,
        })
    }
}

/// The path of the socket in `folder`.
pub(super) fn socket_in(folder: &Path) -> PathBuf {
    folder.join(SOCKET_NAME)
}

/// The end of a program's output, short enough for an error message.
pub(super) fn tail(output: &[u8]) -> String {
    const LINES: usize = 12;
    let text = String::from_utf8_lossy(output);
    let lines: Vec<&str> = text.trim_end().lines().collect();
    lines[lines.len().saturating_sub(LINES)..].join("\n")
}

/// Whether a socket can be made in `folder` and written in a URL, where a comma parts two hosts.
fn fits(folder: &Path) -> bool {
    let short = socket_in(folder).as_os_str().len() <= LONGEST_SOCKET_PATH;
    short && folder.to_str().is_some_and(|path| !path.contains(','))
}

/// Creates `path` with `mode`, and missing parents passable, whatever the umask says.
fn create_with_parents(path: &Path, mode: u32, account: Account) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        create_with_parents(parent, 0o755, account)?;
    }
    match DirBuilder::new().mode(mode).create(path) {
        Ok(()) if account.steps_down => fs::set_permissions(path, Permissions::from_mode(mode)),
        Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        other => other,
    }
}

/// A short name for a path (FNV-1a), the same in every build of the program.
fn digest(path: &OsStr) -> String {
    let hash = path
        .as_bytes()
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
    format!("{hash:016x}")
}
