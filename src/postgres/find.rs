//! Finds PostgreSQL's executables among those installed or downloaded.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::account::{Account, search_path};
use super::folder::Folder;
use super::{Error, OLDEST, download};

/// Folders whose versioned subfolders hold installations, with what leads on to the executables.
const PLACES: [(&str, &str, &str); 8] = [
    ("/usr/lib/postgresql", "", "bin"),
    ("/usr", "pgsql-", "bin"),
    ("/usr/local", "pgsql", "bin"),
    ("/opt", "pgsql", "bin"),
    ("/opt/homebrew/opt", "postgresql", "bin"),
    ("/usr/local/opt", "postgresql", "bin"),
    ("/home/linuxbrew/.linuxbrew/opt", "postgresql", "bin"),
    ("/Applications/Postgres.app/Contents/Versions", "", "bin"),
];

/// One installation of PostgreSQL that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Installation {
    bin: PathBuf,
    /// Major and minor version.
    pub(super) version: (u32, u32),
}

impl Installation {
    pub(super) fn server(&self) -> PathBuf {
        self.bin.join("postgres")
    }

    pub(super) fn initdb(&self) -> PathBuf {
        self.bin.join("initdb")
    }

    /// What is in `bin`, if it is complete and `account` can run it.
    fn at(bin: &Path, account: Account) -> Option<Self> {
        if !bin.join("initdb").is_file() {
            return None;
        }
        let output = account
            .command(bin.join("postgres"))
            .arg("--version")
            .stderr(Stdio::null())
            .output()
            .ok()?;
        let version = parse_version(&String::from_utf8_lossy(&output.stdout))?;
        (version.0 >= OLDEST).then(|| Self {
            bin: bin.to_owned(),
            version,
        })
    }
}

/// The installation to run the cluster of `folder` with: the one in `bindir` if that is given,
/// else the newest of the major version that wrote the cluster (`written_by`), else the newest.
/// Where none is installed, one is downloaded.
pub(super) fn installation(
    folder: &Folder,
    bindir: Option<&Path>,
    written_by: Option<u32>,
) -> Result<Installation, Error> {
    if let Some(bindir) = bindir {
        return named(folder, bindir, written_by);
    }
    let fits = |found: &Installation| written_by.is_none_or(|major| major == found.version.0);
    if let Some(found) = installed(folder).into_iter().find(fits) {
        return Ok(found);
    }
    let cause = match download::fetch(folder, written_by) {
        Ok(bin) => match Installation::at(&bin, folder.account) {
            Some(downloaded) => return Ok(downloaded),
            None => "the downloaded PostgreSQL does not run on this machine".to_owned(),
        },
        Err(cause) => cause,
    };
    Err(Error::Missing {
        major: written_by,
        cause,
    })
}

fn named(folder: &Folder, bindir: &Path, written_by: Option<u32>) -> Result<Installation, Error> {
    let found = fs::canonicalize(bindir)
        .ok()
        .and_then(|bin| Installation::at(&bin, folder.account))
        .ok_or_else(|| Error::Bindir {
            folder: bindir.to_owned(),
        })?;
    match written_by {
        Some(data) if data != found.version.0 => Err(Error::Version {
            folder: folder.root().to_owned(),
            data,
            found: format!("{}.{}", found.version.0, found.version.1),
        }),
        _ => Ok(found),
    }
}

/// Every installation that runs, newest first.
fn installed(folder: &Folder) -> Vec<Installation> {
    let on_path: Vec<PathBuf> = std::env::split_paths(&search_path())
        .filter(|entry| entry.is_absolute())
        .collect();
    let mut bins: Vec<PathBuf> = on_path.iter().filter_map(|entry| told(entry)).collect();
    bins.extend(on_path);
    for (place, prefix, rest) in PLACES {
        bins.extend(subfolders(Path::new(place), prefix).map(|found| found.join(rest)));
    }
    bins.extend(subfolders(folder.root(), download::PREFIX).map(|found| found.join("bin")));

    // Many names lead to the same installation.
    let bins: BTreeSet<PathBuf> = bins
        .iter()
        .filter_map(|bin| fs::canonicalize(bin).ok())
        .collect();
    let mut found: Vec<Installation> = bins
        .iter()
        .filter_map(|bin| Installation::at(bin, folder.account))
        .collect();
    found.sort_by_key(|found| Reverse(found.version));
    found
}

/// What a `pg_config` in `entry` says about where the executables are.
fn told(entry: &Path) -> Option<PathBuf> {
    let asked = entry.join("pg_config");
    if !asked.is_file() {
        return None;
    }
    let output = Command::new(asked)
        .arg("--bindir")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let bin = String::from_utf8(output.stdout).ok()?;
    Some(PathBuf::from(bin.trim_end()))
}

fn subfolders(place: &Path, prefix: &'static str) -> impl Iterator<Item = PathBuf> + use<> {
    fs::read_dir(place)
        .into_iter()
        .flatten()
        .flatten()
        .filter(move |entry| entry.file_name().to_string_lossy().starts_with(prefix))
        .map(|entry| entry.path())
}

/// Reads `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`. Previews such as `19beta1` are no
/// versions: the released one cannot read their data.
fn parse_version(output: &str) -> Option<(u32, u32)> {
    let (_, rest) = output.split_once("(PostgreSQL) ")?;
    let (major, minor) = rest.split_whitespace().next()?.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::parse_version;

    #[test]
    fn versions_are_read_as_postgres_prints_them() {
        let debian = "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n";
        assert_eq!(parse_version(debian), Some((15, 18)));
        assert_eq!(parse_version("postgres (PostgreSQL) 18.1\n"), Some((18, 1)));
        assert_eq!(parse_version("postgres (PostgreSQL) 19devel\n"), None);
        assert_eq!(parse_version("postgres (PostgreSQL) 18beta2\n"), None);
        assert_eq!(parse_version("gaussdb (openGauss 5.0.0)\n"), None);
        assert_eq!(parse_version(""), None);
    }
}
