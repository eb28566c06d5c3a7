//! Who PostgreSQL runs as, and how its programs are called.
//!
//! PostgreSQL refuses to run as root. A program that runs as root (a container, a trial on a
//! server) therefore hands it to an account without power; everybody else runs it as themselves.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use nix::unistd::{User, getegid, geteuid};

use super::Error;

/// The accounts to choose from when the program runs as root, best first.
const ACCOUNTS: [&str; 2] = ["postgres", "nobody"];

/// The account that owns the cluster and runs its server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) uid: u32,
    pub(super) gid: u32,
    /// The program is root and must step down to this account.
    pub(super) steps_down: bool,
}

impl Account {
    /// The account for the cluster at `cluster`, which need not exist.
    ///
    /// Root respects the owner of an existing cluster: somebody who tries the program with
    /// `sudo` once must be able to go on without it.
    pub(super) fn for_cluster(cluster: &Path) -> Result<Self, Error> {
        if !geteuid().is_root() {
            return Ok(Self {
                uid: geteuid().as_raw(),
                gid: getegid().as_raw(),
                steps_down: false,
            });
        }
        let owner = fs::symlink_metadata(cluster)
            .ok()
            .filter(|owned| owned.is_dir() && owned.uid() != 0)
            .map(|owned| Self::below_root(owned.uid(), owned.gid()));
        let known = ACCOUNTS.iter().filter_map(|name| {
            let user = User::from_name(name).ok()??;
            (!user.uid.is_root()).then(|| Self::below_root(user.uid.as_raw(), user.gid.as_raw()))
        });
        // Inside some containers root cannot become anybody else.
        owner
            .into_iter()
            .chain(known)
            .find(|account| account.can_enter(Path::new("/")))
            .ok_or(Error::NoAccount)
    }

    fn below_root(uid: u32, gid: u32) -> Self {
        Self {
            uid,
            gid,
            steps_down: true,
        }
    }

    /// A call of `program` as this account, with an environment of our own making: no `PG…`
    /// variable or locale of the caller reaches PostgreSQL.
    pub(super) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("PATH", search_path())
            .env("LC_ALL", "C")
            .env("TZ", "UTC")
            .current_dir("/")
            .stdin(Stdio::null());
        if self.steps_down {
            command.uid(self.uid).gid(self.gid);
        }
        command
    }

    /// Whether this account may enter `folder`. Tried rather than computed, because modes are not
    /// all that decides (access lists, security modules).
    pub(super) fn can_enter(&self, folder: &Path) -> bool {
        self.command("/bin/sh")
            .args(["-c", "cd -- \"$1\"", "sh"])
            .arg(folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    }

    /// Gives `path` to this account.
    pub(super) fn own(&self, path: &Path) -> io::Result<()> {
        if self.steps_down {
            std::os::unix::fs::lchown(path, Some(self.uid), Some(self.gid))?;
        }
        Ok(())
    }
}

/// Where programs are looked for. The only thing this room reads from the environment.
#[expect(
    clippy::disallowed_methods,
    reason = "where programs lie is the system's business, not a setting of ours"
)]
pub(super) fn search_path() -> OsString {
    env::var_os("PATH").unwrap_or_else(|| OsString::from("/usr/local/bin:/usr/bin:/bin"))
}
