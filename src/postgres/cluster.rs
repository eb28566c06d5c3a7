//! The database files: making them, and reading who serves them.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::find::Installation;
use super::folder::{Folder, tail};
use super::{Error, SUPERUSER, download};

/// How clusters are named while `initdb` works on them, before a process number.
const UNFINISHED: &str = "cluster.new-";

/// How often a server that ought to end is told so.
const REMINDER: Duration = Duration::from_secs(1);

/// The server of a cluster, as its `postmaster.pid` tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Postmaster {
    pub(super) pid: u32,
    /// The folder of its socket.
    pub(super) sockets: PathBuf,
    /// It accepts connections.
    pub(super) ready: bool,
}

impl Postmaster {
    /// Reads the file, which grows line by line while the server starts. Its process may be long
    /// gone, and its number another program's: see [`Self::serves`].
    pub(super) fn of(cluster: &Path) -> Option<Self> {
        Self::parse(&String::from_utf8_lossy(&fs::read(pid_file(cluster)).ok()?))
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        Some(Self {
            pid: lines.next()?.trim().parse().ok()?,
            sockets: PathBuf::from(lines.nth(3).unwrap_or_default()),
            ready: lines.nth(2).is_some_and(|status| status.trim() == "ready"),
        })
    }

    /// Whether the process is alive and really serves `cluster`.
    pub(super) fn serves(&self, cluster: &Path) -> bool {
        let Ok(cluster) = fs::canonicalize(cluster) else {
            return false;
        };
        process_serves(self.pid, &cluster)
    }
}

/// The server changes into its cluster when it starts; where that may not be looked at (another
/// user's process inside a container), it was started with `-D` and the cluster's path.
#[cfg(target_os = "linux")]
fn process_serves(pid: u32, cluster: &Path) -> bool {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    match fs::read_link(format!("/proc/{pid}/cwd")) {
        Ok(folder) => folder == cluster,
        Err(cause) if cause.kind() == io::ErrorKind::PermissionDenied => {
            let call = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            let words: Vec<&[u8]> = call.split(|byte| *byte == 0).collect();
            words.windows(2).any(|pair| {
                let folder = || fs::canonicalize(OsStr::from_bytes(pair[1])).ok();
                pair[0] == b"-D" && folder().as_deref() == Some(cluster)
            })
        }
        Err(_) => false,
    }
}

#[cfg(not(target_os = "linux"))]
fn process_serves(pid: u32, cluster: &Path) -> bool {
    std::process::Command::new("/bin/ps")
        .args(["-ww", "-o", "command=", "-p", &pid.to_string()])
        .output()
        .is_ok_and(|output| {
            let call = String::from_utf8_lossy(&output.stdout).into_owned();
            call.contains("postgres") && call.contains(&*cluster.to_string_lossy())
        })
}

/// The major version that wrote the cluster, or nothing if there is no cluster yet.
pub(super) fn written_by(folder: &Folder) -> Result<Option<u32>, Error> {
    let cluster = folder.cluster();
    let broken = || Error::NotADatabase {
        path: cluster.clone(),
    };
    match fs::read_to_string(cluster.join("PG_VERSION")) {
        Ok(version) => version.trim().parse().map(Some).map_err(|_| broken()),
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(Error::at(&cluster, cause)),
        Err(_) if holds_anything(&cluster) => Err(broken()),
        Err(_) => Ok(None),
    }
}

fn holds_anything(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some())
}

/// Makes the cluster under a temporary name and renames it, so that there is never half a one.
///
/// `initdb` holds the server lock, too: should this process be killed, nobody starts before it
/// has ended.
pub(super) fn initialise(
    folder: &Folder,
    installation: &Installation,
    durable: bool,
    lock: &File,
) -> Result<(), Error> {
    let cluster = folder.cluster();
    let unfinished = folder
        .root()
        .join(format!("{UNFINISHED}{}", std::process::id()));
    folder.private(&unfinished)?;
    let lock = lock
        .try_clone()
        .map_err(|cause| Error::at(&cluster, cause))?;
    let mut command = folder.account.command(installation.initdb());
    command
        .args(["--auth=trust", "--encoding=UTF8", "--locale=C"])
        .args(["--username", SUPERUSER, "--pgdata"])
        .arg(&unfinished)
        .stdin(lock);
    if !durable {
        command.arg("--no-sync");
    }
    tracing::info!(cluster = %cluster.display(), "initialising the database");
    let output = command
        .output()
        .map_err(|cause| Error::at(&installation.initdb(), cause))?;
    if !output.status.success() {
        let _ = fs::remove_dir_all(&unfinished);
        let output = tail(&[output.stdout, output.stderr].concat());
        return Err(
            Error::disk_full(&cluster, &output).unwrap_or(Error::Initialise {
                path: cluster,
                output,
            }),
        );
    }
    fs::rename(&unfinished, &cluster)
        .and_then(|()| File::open(folder.root())?.sync_all())
        .map_err(|cause| Error::at(&cluster, cause))
}

/// How the server is called. All settings are given here and none in the cluster's own files, so
/// that each start has exactly these.
pub(super) fn arguments(folder: &Folder, sockets: &Path, durable: bool) -> Vec<OsString> {
    let mut arguments = vec![OsString::from("-D"), folder.cluster().into_os_string()];
    let mut set = |setting: &str| arguments.extend(["-c".into(), setting.into()]);
    set("listen_addresses=");
    set("port=5432");
    set("unix_socket_permissions=0700");
    set("cluster_name=fengong");
    set("max_connections=200");
    set("shared_buffers=64MB");
    set("jit=off");
    set("timezone=UTC");
    set("log_timezone=UTC");
    set("log_checkpoints=off");
    set("logging_collector=off");
    set("max_logical_replication_workers=0");
    if !durable {
        set("fsync=off");
        set("synchronous_commit=off");
        set("full_page_writes=off");
        set("wal_level=minimal");
        set("max_wal_senders=0");
    }
    arguments.extend(["-k".into(), quoted(sockets)]);
    arguments
}

/// Removes what processes left that were killed. Only with the server lock in hand: then no
/// process of a server of ours is alive. A server that somebody else started on the cluster is
/// left alone.
pub(super) fn clear(folder: &Folder) -> Result<(), Error> {
    let cluster = folder.cluster();
    match Postmaster::of(&cluster) {
        Some(postmaster) if postmaster.serves(&cluster) => {
            return Err(Error::InUse {
                folder: folder.root().to_owned(),
                pid: Some(postmaster.pid),
            });
        }
        // PostgreSQL itself would take any living process with the number in the file for its
        // predecessor, and stop at an empty file.
        _ => drop(fs::remove_file(pid_file(&cluster))),
    }
    download::clear(folder);
    for entry in fs::read_dir(folder.root()).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    Ok(())
}

/// A server that has lost its keeper, or whose keeper may have lost its wits.
#[derive(Debug, Default)]
pub(super) struct Unkept {
    seen: Option<(u32, Instant)>,
    reminded: Option<Instant>,
}

impl Unkept {
    /// Tells the server of `folder` to end, once the same one has been seen for `patience`, and
    /// again from time to time. To be called repeatedly.
    pub(super) fn press(&mut self, folder: &Folder, patience: Duration) {
        let cluster = folder.cluster();
        let Some(postmaster) = Postmaster::of(&cluster) else {
            return;
        };
        let since = match self.seen {
            Some((pid, since)) if pid == postmaster.pid => since,
            _ => self.seen.insert((postmaster.pid, Instant::now())).1,
        };
        let quiet = self.reminded.is_none_or(|last| last.elapsed() >= REMINDER);
        if since.elapsed() < patience || !quiet || !postmaster.serves(&cluster) {
            return;
        }
        tracing::info!(pid = postmaster.pid, "telling PostgreSQL to stop");
        self.reminded = Some(Instant::now());
        if let Ok(pid) = i32::try_from(postmaster.pid) {
            let _ = kill(Pid::from_raw(pid), Signal::SIGINT);
        }
    }
}

fn pid_file(cluster: &Path) -> PathBuf {
    cluster.join("postmaster.pid")
}

/// PostgreSQL reads a list of folders; quotes keep whatever is in a name.
fn quoted(folder: &Path) -> OsString {
    let mut quoted = OsString::from("\"");
    quoted.push(folder.to_string_lossy().replace('"', "\"\""));
    quoted.push("\"");
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pid_file_is_read_at_every_stage_of_its_growth() {
        let whole = "4711\n/data/cluster\n1700000000\n5432\n/data/run\n\n  1234  5\nready   \n";
        let ready = Postmaster::parse(whole).unwrap();
        assert_eq!(ready.pid, 4711);
        assert_eq!(ready.sockets, Path::new("/data/run"));
        assert!(ready.ready);
        assert!(
            !Postmaster::parse(&whole.replace("ready   ", "starting"))
                .unwrap()
                .ready
        );
        assert!(!Postmaster::parse("4711\n/data/cluster\n").unwrap().ready);
        assert_eq!(Postmaster::parse(""), None);
        assert_eq!(Postmaster::parse("nonsense\n"), None);
    }

    #[test]
    fn our_own_process_serves_no_cluster() {
        let ourselves = Postmaster {
            pid: std::process::id(),
            sockets: PathBuf::new(),
            ready: true,
        };
        assert!(!ourselves.serves(&std::env::temp_dir()));
    }
}
