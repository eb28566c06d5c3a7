//! What can go wrong with a private PostgreSQL, told to the person who runs the program.
//!
//! Every sentence says what to do; causes that come from outside follow it, so that nothing is
//! lost when only the [`Display`](std::fmt::Display) text is printed.

use std::io;
use std::path::{Path, PathBuf};

use nix::sys::statvfs::statvfs;

use super::OLDEST;

/// Why a private PostgreSQL could not be started or stopped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No PostgreSQL is installed that fits, and none could be downloaded.
    #[error(
        "没有找到可用的 PostgreSQL（需要 {}），自动下载也没有成功，请先安装它（Debian/Ubuntu：apt-get install postgresql；\
         macOS：brew install postgresql），或者设置 DATABASE_URL 使用已有的数据库。原因：{cause}",
        major.map_or_else(
            || format!("{OLDEST} 或更新版本"),
            |major| format!("{major} 版，因为现有数据由它建立"),
        )
    )]
    Missing {
        /// The major version that is needed, if there is data already.
        major: Option<u32>,
        /// Why the download failed.
        cause: String,
    },

    /// The folder named by the configuration holds no PostgreSQL that runs.
    #[error(
        "文件夹 {} 里没有可以运行的 PostgreSQL（需要 {OLDEST} 或更新版本的 postgres 和 initdb），请更正或取消 PG_BINDIR 设置",
        folder.display()
    )]
    Bindir {
        /// The folder that was named.
        folder: PathBuf,
    },

    /// The data was written by a major version of PostgreSQL other than the one named.
    #[error(
        "数据文件夹 {} 由 PostgreSQL {data} 建立，PG_BINDIR 指定的却是 {found}：请改为 PostgreSQL {data} 的程序，\
         或者把这个文件夹移到别处后重新启动（将建立新的空数据库）",
        folder.display()
    )]
    Version {
        /// The data folder.
        folder: PathBuf,
        /// The major version that wrote the data.
        data: u32,
        /// The version that was found.
        found: String,
    },

    /// Another running program uses the data folder.
    #[error(
        "数据文件夹 {} 正由另一个运行中的实例使用{}：请先停止那个实例，或者为本实例指定另一个数据文件夹",
        folder.display(),
        pid.map(|pid| format!("（进程号 {pid}）")).unwrap_or_default()
    )]
    InUse {
        /// The data folder.
        folder: PathBuf,
        /// The other program, if it is known.
        pid: Option<u32>,
    },

    /// A file or folder belongs to somebody else.
    #[error(
        "没有权限使用 {}：请改用拥有它的用户运行，或者调整它的所有者和权限，或者指定另一个数据文件夹。原因：{cause}",
        path.display()
    )]
    Denied {
        /// What could not be used.
        path: PathBuf,
        /// What the system said.
        cause: String,
    },

    /// PostgreSQL's account cannot enter the data folder.
    #[error(
        "运行 PostgreSQL 的用户（uid {uid}）进不去数据文件夹 {}：请把数据文件夹放到它能进入的位置，例如 /var/lib/fengong 之下",
        folder.display()
    )]
    Unreachable {
        /// The data folder.
        folder: PathBuf,
        /// The account.
        uid: u32,
    },

    /// Somebody else occupies the place for the socket.
    #[error(
        "{} 已被其他用户占用：请删除它后重试，或者换用路径更短的数据文件夹",
        path.display()
    )]
    Occupied {
        /// The place.
        path: PathBuf,
    },

    /// The disk is full.
    #[error("磁盘空间不足，无法写入 {}：请清理磁盘，或者指定另一个磁盘上的数据文件夹", path.display())]
    DiskFull {
        /// What was being written.
        path: PathBuf,
    },

    /// The program runs as root, and there is no account that it could run PostgreSQL as.
    #[error(
        "PostgreSQL 不能以 root 身份运行，而这里没有可以切换到的 postgres 或 nobody 用户：请新建其中一个用户，或者改用普通用户运行"
    )]
    NoAccount,

    /// The data folder holds something that is not a database.
    #[error(
        "{} 不是完整的 PostgreSQL 数据：请把它移到别处后重新启动（将建立新的空数据库），或者用备份恢复它",
        path.display()
    )]
    NotADatabase {
        /// What was found in place of the database.
        path: PathBuf,
    },

    /// `initdb` failed.
    #[error("建立数据库 {} 失败，请按下面的提示处理后重新启动：\n{output}", path.display())]
    Initialise {
        /// Where the database was to be.
        path: PathBuf,
        /// The end of what `initdb` printed.
        output: String,
    },

    /// The server ended instead of starting.
    #[error("PostgreSQL 没有启动成功，请按下面日志的提示处理后重新启动；完整日志在 {}：\n{tail}", log.display())]
    Start {
        /// The server's log.
        log: PathBuf,
        /// Its last lines.
        tail: String,
    },

    /// The server did not get ready within the time allowed.
    #[error(
        "PostgreSQL 在 {seconds} 秒内没有启动完成，请稍后重试；如果仍然如此，请查看日志 {}：\n{tail}",
        log.display()
    )]
    Timeout {
        /// How long was waited.
        seconds: u64,
        /// The server's log.
        log: PathBuf,
        /// Its last lines.
        tail: String,
    },

    /// The server did not end within the time allowed.
    #[error("PostgreSQL{} 没有按要求停止，请查看日志 {}，必要时手工结束这个进程",
        pid.map(|pid| format!("（进程号 {pid}）")).unwrap_or_default(), log.display())]
    Stop {
        /// The server's process, if it is known.
        pid: Option<u32>,
        /// The server's log.
        log: PathBuf,
    },

    /// Some other fault of the system.
    #[error("无法使用 {}：请检查这个路径所在的磁盘和文件系统。原因：{cause}", path.display())]
    System {
        /// What was being used.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
}

impl Error {
    /// Sorts what the system said about `path` by what a person must do about it.
    pub(super) fn at(path: &Path, cause: io::Error) -> Self {
        let path = path.to_owned();
        match cause.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::Denied {
                path,
                cause: cause.to_string(),
            },
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { path },
            _ => Self::System { path, cause },
        }
    }

    /// Whether a program of PostgreSQL, which runs in the C locale, failed at `path` because of a
    /// full disk: by what it wrote, or because it could not even write that.
    pub(super) fn disk_full(path: &Path, output: &str) -> Option<Self> {
        let says_so = ["No space left on device", "Disk quota exceeded"]
            .iter()
            .any(|words| output.contains(words));
        let folder = path.parent().unwrap_or(path);
        let is_so = || statvfs(folder).is_ok_and(|disk| disk.blocks_available() == 0);
        (says_so || is_so()).then(|| Self::DiskFull {
            path: path.to_owned(),
        })
    }
}
