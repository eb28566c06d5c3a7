//! The passwords of a trial, in a file of its data folder that only its owner can read. They are random, and never in
//! the program.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::command::terminal::columns;

/// Name of the file.
const NAME: &str = "accounts.txt";

const HEAD: &str = "# 试用账号。密码在首次启动时随机生成，只属于这个数据文件夹。\n\
                    # 账号、密码、单位与岗位；删除一行后重新启动，会为那个账号换一个新密码。\n";

/// The file, read.
#[derive(Debug)]
pub(super) struct Passwords {
    path: PathBuf,
    lines: BTreeMap<String, (String, String)>,
}

impl Passwords {
    /// Reads the file; one that is not there is empty.
    pub(super) fn read(folder: &Path) -> anyhow::Result<Self> {
        let path = path(folder);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => {
                return Err(error).with_context(|| {
                    format!(
                        "无法读取试用账号文件 {}。请调整它的权限，或者删除它（将生成新的密码）",
                        path.display()
                    )
                });
            }
        };
        Ok(Self {
            path,
            lines: text.lines().filter_map(line).collect(),
        })
    }

    /// The password of an account.
    pub(super) fn of(&self, login: &str) -> Option<&str> {
        self.lines.get(login).map(|(password, _)| password.as_str())
    }

    /// Gives an account a password.
    pub(super) fn set(&mut self, login: &str, name: &str, password: String) {
        self.lines
            .insert(login.to_owned(), (password, name.to_owned()));
    }

    /// Writes the file anew beside the old one and puts it in its place, so that no moment has half a file.
    pub(super) fn write(&self) -> anyhow::Result<()> {
        let text = self.text();
        let beside = self.path.with_extension("new");
        let written = || {
            let mut file = OpenOptions::new()
                .write(true)
                .create(true)
                .truncate(true)
                .mode(0o600)
                .open(&beside)?;
            // A file that was left from an interrupted start keeps the mode that it has.
            file.set_permissions(fs::Permissions::from_mode(0o600))?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            fs::rename(&beside, &self.path)
        };
        written().with_context(|| {
            format!(
                "无法写入试用账号文件 {}。请检查磁盘空间和文件夹权限",
                self.path.display()
            )
        })
    }

    fn text(&self) -> String {
        let row = |(login, (password, name)): (&String, &(String, String))| {
            [login.clone(), password.clone(), name.clone()]
        };
        let rows: Vec<[String; 3]> = self.lines.iter().map(row).collect();
        format!("{HEAD}{}", columns(&rows))
    }
}

/// Where the passwords of a data folder are.
pub(super) fn path(folder: &Path) -> PathBuf {
    folder.join(NAME)
}

fn line(line: &str) -> Option<(String, (String, String))> {
    let mut words = line.split_whitespace();
    let login = words.next().filter(|login| !login.starts_with('#'))?;
    let password = words.next()?;
    let name = words.collect::<Vec<_>>().join(" ");
    Some((login.to_owned(), (password.to_owned(), name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let mut passwords = Passwords {
            path: PathBuf::new(),
            lines: BTreeMap::new(),
        };
        passwords.set("ducha", "自治区督查室", "abcd-efgh-jkmn".to_owned());
        passwords.set(
            "zjj-jingban",
            "自治区质监局 经办人",
            "pqrs-tuvw-xyz2".to_owned(),
        );
        let text = passwords.text();
        assert!(text.starts_with("# 试用账号"));
        let again: BTreeMap<_, _> = text.lines().filter_map(line).collect();
        assert_eq!(again, passwords.lines);
        assert_eq!(passwords.of("ducha"), Some("abcd-efgh-jkmn"));
        assert_eq!(line("ducha"), None);
    }
}
