//! The private PostgreSQL, with real servers and real deaths.
//!
//! Everything happens below a temporary folder of the test's own. Other programs are played by
//! this test executable itself, called to run [`another_process`] only.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use fengong::postgres::{Error, Options, Postgres, Sharing, usable_folder};

#[test]
fn a_started_server_answers_and_keeps_its_data_over_a_stop() {
    let place = Place::new();
    let postgres = Postgres::start(&place.for_program()).unwrap();
    let socket = postgres.socket();
    assert_eq!(ask(&socket, "show fsync"), "on");
    assert_eq!(ask(&socket, "show listen_addresses"), "");
    assert_eq!(ask(&socket, "select current_user"), "app");
    assert_eq!(
        fs::metadata(&socket).unwrap().permissions().mode() & 0o777,
        0o700
    );
    ask(&socket, "create table note as select '台账' as text");
    let server = place.server();
    postgres.stop().unwrap();
    assert!(UnixStream::connect(&socket).is_err());
    assert!(place.is_deserted());

    let postgres = Postgres::start(&place.for_program()).unwrap();
    assert_ne!(place.server(), server);
    assert_eq!(ask(&postgres.socket(), "select text from note"), "台账");
    drop(postgres);
    assert!(place.is_deserted());
}

#[test]
fn a_url_names_the_socket_folder_and_the_database() {
    let place = Place::at("数据 folder \"quoted\" & 100%");
    let postgres = Postgres::start(&place.for_program()).unwrap();
    assert_eq!(ask(&postgres.socket(), "select 1"), "1");
    let url = postgres.url("测试 1");
    assert!(url.starts_with("postgres://app@localhost:5432/%E6%B5%8B%E8%AF%95%201?host=%2F"));
    assert!(url.contains("%E6%95%B0%E6%8D%AE%20folder%20%22quoted%22%20%26%20100%25"));
}

#[test]
fn a_path_unfit_for_a_socket_is_served_from_a_short_one() {
    // So is one with a comma, which parts two hosts in a URL.
    for data in ["很长的文件夹/".repeat(12).as_str(), "a, b"] {
        let place = Place::at(data);
        let postgres = Postgres::start(&place.for_program()).unwrap();
        let sockets = postgres.socket().parent().unwrap().to_owned();
        assert!(!sockets.starts_with(&place.root));
        let (found, cluster) = (
            fs::metadata(&sockets),
            fs::metadata(place.data.join("cluster")),
        );
        let (found, cluster) = (found.unwrap(), cluster.unwrap());
        assert_eq!((found.mode() & 0o777, found.uid()), (0o700, cluster.uid()));
        assert_eq!(ask(&postgres.socket(), "select 1"), "1");
        postgres.stop().unwrap();
        assert!(!sockets.exists());
    }
}

#[test]
fn a_second_program_is_told_who_uses_the_folder() {
    let place = Place::new();
    let first = Process::start("program", &place);
    for sharing in [Sharing::Exclusive, Sharing::Shared] {
        let options = Options {
            sharing,
            ..place.for_program()
        };
        let error = Postgres::start(&options).unwrap_err();
        let Error::InUse { pid, .. } = &error else {
            panic!("{error}");
        };
        assert_eq!(*pid, Some(first.pid()));
        assert!(error.to_string().contains("正由另一个运行中的实例使用"));
    }
    first.leave();
    assert!(place.is_deserted());
    Postgres::start(&place.for_program()).unwrap();
}

#[test]
fn a_killed_program_takes_its_server_along_and_loses_nothing() {
    let place = Place::new();
    let program = Process::start("program", &place);
    ask(&place.socket(), "create table note as select 7 as number");
    let server = place.server();
    program.kill();
    let postgres = Postgres::start(&place.for_program()).unwrap();
    assert_ne!(place.server(), server);
    assert_eq!(ask(&postgres.socket(), "select number from note"), "7");
    postgres.stop().unwrap();
    let program = Process::start("program", &place);
    program.kill();
    eventually("the server has followed its program", || {
        place.is_deserted()
    });
}

#[test]
fn a_program_killed_while_it_makes_the_cluster_is_no_obstacle() {
    let place = Place::new();
    let program = Process::begin("program", &place);
    eventually("initdb is at work", || !place.unfinished().is_empty());
    program.kill();
    fs::create_dir_all(place.data.join("cluster.new-1/base")).unwrap();
    fs::create_dir_all(place.data.join("download.part/postgresql")).unwrap();
    let postgres = Postgres::start(&place.for_program()).unwrap();
    assert_eq!(ask(&postgres.socket(), "select 1"), "1");
    assert!(place.unfinished().is_empty());
    assert!(!place.data.join("download.part").exists());
}

#[test]
fn an_orphaned_server_is_replaced() {
    for sharing in [Sharing::Exclusive, Sharing::Shared] {
        let place = Place::new();
        let program = Process::start("program", &place);
        let orphan = place.server();
        place.kill_keeper();
        program.kill();
        assert_eq!(ask(&place.socket(), "select 1"), "1");
        let options = Options {
            sharing,
            ..place.for_program()
        };
        let postgres = Postgres::start(&options).unwrap();
        assert_ne!(place.server(), orphan);
        assert_eq!(ask(&postgres.socket(), "select 1"), "1");
        eventually("there is one server", || {
            place.servers() == [place.server()]
        });
    }
}

#[test]
fn a_server_stops_even_if_its_keeper_was_killed() {
    let place = Place::new();
    let postgres = Postgres::start(&place.for_program()).unwrap();
    place.kill_keeper();
    assert_eq!(ask(&postgres.socket(), "select 1"), "1");
    postgres.stop().unwrap();
    assert!(place.is_deserted());
}

#[test]
fn a_killed_server_is_started_again() {
    let place = Place::new();
    let postgres = Postgres::start(&place.for_program()).unwrap();
    kill(place.server());
    postgres.stop().unwrap();
    let postgres = Postgres::start(&place.for_program()).unwrap();
    assert_eq!(ask(&postgres.socket(), "select 1"), "1");
}

#[test]
fn a_stale_pid_file_is_no_obstacle_and_no_reason_to_kill() {
    let place = Place::new();
    Postgres::start(&place.for_program())
        .unwrap()
        .stop()
        .unwrap();
    let cluster = place.data.join("cluster");
    let mut stranger = as_owner_of(&cluster, "sleep")
        .unwrap()
        .arg("600")
        .spawn()
        .unwrap();
    let pid = stranger.id();
    let run = place.data.join("run");
    let stale = format!(
        "{pid}\n{}\n1700000000\n5432\n{}\n\n  1 1\nready   \n",
        cluster.display(),
        run.display()
    );
    for content in [stale.as_str(), ""] {
        write_as_owner(&cluster, "postmaster.pid", content).unwrap();
        write_as_owner(&run, ".s.PGSQL.5432.lock", content).unwrap();
        let postgres = Postgres::start(&place.for_program()).unwrap();
        assert_eq!(ask(&postgres.socket(), "select 1"), "1");
        postgres.stop().unwrap();
    }
    assert!(stranger.try_wait().unwrap().is_none(), "the stranger lives");
    stranger.kill().unwrap();
    stranger.wait().unwrap();
}

#[test]
fn processes_share_one_server_that_ends_with_the_last_of_them() {
    let place = Place::new();
    let first = Process::start("sharer", &place);
    let server = place.server();
    let second = Process::start("sharer", &place);
    let postgres = Postgres::start(&place.for_tests()).unwrap();
    assert_eq!(ask(&postgres.socket(), "show fsync"), "off");
    first.kill();
    second.leave();
    thread::sleep(Duration::from_secs(5));
    assert_eq!(ask(&postgres.socket(), "select 1"), "1");
    assert_eq!(place.server(), server);
    postgres.stop().unwrap();
    eventually("the server has ended", || place.is_deserted());
}

#[test]
fn a_server_outlives_a_short_gap_between_two_processes() {
    let place = Place::new();
    // On a busy machine a gap may be too long.
    eventually("a process has met the server of the one before", || {
        Process::start("sharer", &place).leave();
        let server = place.server();
        let process = Process::start("sharer", &place);
        let met = place.server() == server;
        process.leave();
        met
    });
    eventually("the server has ended", || place.is_deserted());
}

#[test]
fn processes_that_come_and_die_together_agree_on_one_server() {
    let place = Place::new();
    let crowd: Vec<Process> = (0..6).map(|_| Process::begin("sharer", &place)).collect();
    for process in &crowd {
        process.await_ready();
    }
    eventually("there is one server", || {
        place.servers() == [place.server()]
    });
    crowd.into_iter().for_each(Process::kill);
    let postgres = Postgres::start(&place.for_tests()).unwrap();
    assert_eq!(ask(&postgres.socket(), "select 1"), "1");
}

#[test]
fn executables_that_are_missing_or_of_another_version_are_named() {
    let place = Place::new();
    let bindir = place.root.join("bin");
    let options = Options {
        bindir: Some(bindir.clone()),
        ..place.for_program()
    };
    let error = Postgres::start(&options).unwrap_err();
    assert!(matches!(&error, Error::Bindir { folder } if *folder == bindir));

    Postgres::start(&place.for_program())
        .unwrap()
        .stop()
        .unwrap();
    write_script(&bindir, "initdb", "exit 1").unwrap();
    write_script(&bindir, "postgres", "echo 'postgres (PostgreSQL) 99.1'").unwrap();
    let error = Postgres::start(&options).unwrap_err();
    assert!(matches!(&error, Error::Version { found, .. } if found == "99.1"));
    assert!(error.to_string().contains("99.1"));
}

#[test]
fn a_failure_shows_what_the_programs_said() {
    let place = Place::new();
    let bindir = place.root.join("bin");
    let options = Options {
        bindir: Some(bindir.clone()),
        wait: Duration::from_secs(4),
        ..place.for_program()
    };
    let slow = "[ \"$1\" = --version ] && echo 'postgres (PostgreSQL) 99.1' && exit
        echo still thinking >&2; exec sleep 5";
    write_script(&bindir, "postgres", slow).unwrap();
    write_script(&bindir, "initdb", "echo 'no room in here' >&2; exit 1").unwrap();
    let error = Postgres::start(&options).unwrap_err();
    assert!(matches!(&error, Error::Initialise { output, .. } if output == "no room in here"));
    assert!(place.unfinished().is_empty());

    write_script(
        &bindir,
        "initdb",
        "for last; do :; done; echo 99 >\"$last/PG_VERSION\"",
    )
    .unwrap();
    let error = Postgres::start(&options).unwrap_err();
    assert!(matches!(&error, Error::Timeout { tail, .. } if tail == "still thinking"));

    write_script(&bindir, "initdb", "echo 'No space left on device'; exit 1").unwrap();
    fs::remove_dir_all(place.data.join("cluster")).unwrap();
    let error = Postgres::start(&options).unwrap_err();
    assert!(matches!(&error, Error::DiskFull { .. }));
}

#[test]
fn damaged_data_is_left_alone_and_reported() {
    let place = Place::new();
    Postgres::start(&place.for_program())
        .unwrap()
        .stop()
        .unwrap();
    let cluster = place.data.join("cluster");
    fs::remove_file(cluster.join("global/pg_control")).unwrap();
    let error = Postgres::start(&place.for_program()).unwrap_err();
    assert!(
        matches!(&error, Error::Start { tail, .. } if tail.contains("pg_control")),
        "{error}"
    );

    fs::remove_file(cluster.join("PG_VERSION")).unwrap();
    let error = Postgres::start(&place.for_program()).unwrap_err();
    assert!(matches!(&error, Error::NotADatabase { path } if *path == cluster));
    assert!(cluster.join("base").exists());
}

#[test]
fn a_folder_that_postgresql_cannot_reach_is_exchanged_for_one_it_can() {
    let place = Place::new();
    assert_eq!(usable_folder(&place.data), place.data);
    let home = place.root.join("home");
    fs::create_dir(&home).unwrap();
    fs::set_permissions(&home, fs::Permissions::from_mode(0o700)).unwrap();
    let preferred = home.join("project/.fengong");
    let usable = usable_folder(&preferred);
    assert_eq!(usable, usable_folder(&preferred));
    if fs::metadata(&home).unwrap().uid() != 0 {
        assert_eq!(usable, preferred);
        return;
    }
    assert!(usable.starts_with("/var/lib/fengong"));
    assert_ne!(usable, usable_folder(&home.join("other/.fengong")));
    let error = Postgres::start(&Options::for_program(preferred)).unwrap_err();
    assert!(matches!(error, Error::Unreachable { .. }));
}

/// Not a test of its own: what the other processes run. See [`Process`].
#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "tells this process from the one that called it"
)]
fn another_process() {
    let (Some(role), Some(data), Some(ready)) = (
        std::env::var_os("FENGONG_TEST_ROLE"),
        std::env::var_os("FENGONG_TEST_DATA"),
        std::env::var_os("FENGONG_TEST_READY"),
    ) else {
        return;
    };
    let options = match role.to_str() {
        Some("program") => Options::for_program(data),
        _ => Options::for_tests(data),
    };
    let postgres = Postgres::start(&options).unwrap();
    fs::write(ready, "").unwrap();
    io::stdin().read_to_end(&mut Vec::new()).unwrap();
    postgres.stop().unwrap();
}

/// A temporary folder for one test. Dropping it waits until no server is left in it.
struct Place {
    root: PathBuf,
    data: PathBuf,
}

impl Place {
    fn new() -> Self {
        Self::at("data")
    }

    fn at(data: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("fengong-test-{}-{count}", std::process::id());
        let root = std::env::temp_dir().join(name);
        fs::create_dir(&root).expect("a new folder");
        let passable = fs::Permissions::from_mode(0o755);
        fs::set_permissions(&root, passable).expect("our own folder");
        let data = root.join(data);
        Self { root, data }
    }

    fn for_program(&self) -> Options {
        Options::for_program(&self.data)
    }

    fn for_tests(&self) -> Options {
        Options::for_tests(&self.data)
    }

    fn socket(&self) -> PathBuf {
        self.data.join("run/.s.PGSQL.5432")
    }

    /// The process number of the server.
    fn server(&self) -> u32 {
        let file = fs::read_to_string(self.data.join("cluster/postmaster.pid"));
        let file = file.expect("a server is running");
        let number = file.lines().next().and_then(|line| line.parse().ok());
        number.expect("the first line is the process number")
    }

    /// Every process that was called with the path of this place, by number and command.
    fn processes(&self) -> Vec<(u32, String)> {
        let path = self.root.to_string_lossy();
        let mut found = all_processes();
        found.retain(|(pid, command)| command.contains(&*path) && *pid != std::process::id());
        found
    }

    /// Every server, and for a moment also what a server has just forked, which has its name.
    fn servers(&self) -> Vec<u32> {
        let is_server = |command: &str| command.contains("postgres -D");
        let found = self.processes().into_iter();
        found
            .filter(|(_, command)| is_server(command))
            .map(|(pid, _)| pid)
            .collect()
    }

    fn kill_keeper(&self) {
        let keepers = self.processes().into_iter();
        keepers
            .filter(|(_, command)| command.starts_with("/bin/sh"))
            .for_each(|(pid, _)| kill(pid));
    }

    /// Neither keeper nor server is left.
    fn is_deserted(&self) -> bool {
        let lock = File::open(self.data.join("server.lock"));
        lock.is_ok_and(|lock| lock.try_lock().is_ok()) && self.processes().is_empty()
    }

    /// What `initdb` is working on or was killed at.
    fn unfinished(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.data).into_iter().flatten().flatten();
        let unfinished = |path: &PathBuf| path.to_string_lossy().contains("cluster.new-");
        entries
            .map(|entry| entry.path())
            .filter(unfinished)
            .collect()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if thread::panicking() {
            let _ = fs::remove_dir_all(&self.root);
            return;
        }
        if self.data.join("server.lock").exists() {
            eventually("the place is deserted", || self.is_deserted());
        }
        fs::remove_dir_all(&self.root).expect("nobody uses the folder");
    }
}

/// This executable, playing another program that uses a place.
struct Process {
    child: Child,
    ready: PathBuf,
}

impl Process {
    /// Starts a `program` or a `sharer` and waits until its server is ready.
    fn start(role: &str, place: &Place) -> Self {
        let process = Self::begin(role, place);
        process.await_ready();
        process
    }

    fn begin(role: &str, place: &Place) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let ready = place.root.join(format!("ready-{count}"));
        let module = module_path!()
            .split_once("::")
            .map(|(_, module)| format!("{module}::"));
        let child = Command::new(std::env::current_exe().expect("this executable"))
            .args(["--exact", "--nocapture"])
            .arg(format!("{}another_process", module.unwrap_or_default()))
            .env("FENGONG_TEST_ROLE", role)
            .env("FENGONG_TEST_DATA", &place.data)
            .env("FENGONG_TEST_READY", &ready)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("this executable can be called");
        Self { child, ready }
    }

    fn await_ready(&self) {
        eventually("another process is ready", || self.ready.exists());
    }

    fn pid(&self) -> u32 {
        self.child.id()
    }

    fn kill(mut self) {
        self.child.kill().expect("our own process");
        self.child.wait().expect("our own process");
    }

    fn leave(mut self) {
        drop(self.child.stdin.take());
        let status = self.child.wait().expect("our own process");
        assert!(status.success());
    }
}

/// Waits, longer than any machine should need, for something to become true.
fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(60), "never: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

fn kill(pid: u32) {
    let call = format!("kill -s KILL {pid}");
    let status = Command::new("/bin/sh").args(["-c", &call]).status();
    assert!(status.is_ok_and(|status| status.success()));
}

/// All processes by number and command; from `/proc` where that exists, else from `ps`.
fn all_processes() -> Vec<(u32, String)> {
    let Ok(entries) = fs::read_dir("/proc") else {
        let ps = Command::new("ps")
            .args(["-axww", "-o", "pid=,command="])
            .output()
            .expect("ps is installed");
        let lines = String::from_utf8_lossy(&ps.stdout).into_owned();
        let parted = lines.lines().filter_map(|line| line.trim().split_once(' '));
        return parted
            .filter_map(|(pid, command)| Some((pid.parse().ok()?, command.to_owned())))
            .collect();
    };
    entries
        .flatten()
        .filter_map(|entry| {
            let pid = entry.file_name().to_str()?.parse().ok()?;
            let words = fs::read(entry.path().join("cmdline")).ok()?;
            Some((pid, String::from_utf8_lossy(&words).replace('\0', " ")))
        })
        .collect()
}

/// A call of `program` as whoever owns `folder`.
fn as_owner_of(folder: &Path, program: &str) -> io::Result<Command> {
    let (data, cluster) = (fs::metadata(folder.join(".."))?, fs::metadata(folder)?);
    let mut command = Command::new(program);
    command.current_dir("/");
    if data.uid() != cluster.uid() {
        // We are root, and the data folder is ours.
        command.uid(cluster.uid()).gid(cluster.gid());
    }
    Ok(command)
}

fn write_as_owner(folder: &Path, name: &str, content: &str) -> io::Result<()> {
    let path = folder.join(name);
    fs::write(&path, content)?;
    let owner = fs::metadata(folder)?;
    chown(&path, Some(owner.uid()), Some(owner.gid()))
}

/// Written by a shell: were the file open in this process, a call made by another test at the same
/// moment would inherit it, and the system refuses to run a file that is open for writing.
fn write_script(bindir: &Path, name: &str, script: &str) -> io::Result<()> {
    fs::create_dir_all(bindir)?;
    let status = Command::new("/bin/sh")
        .args([
            "-c",
            r#"printf '#!/bin/sh\n%s\n' "$2" >"$1" && chmod 755 "$1""#,
            "sh",
        ])
        .arg(bindir.join(name))
        .arg(script)
        .status()?;
    assert!(status.success());
    Ok(())
}

/// Runs one statement and returns its first value.
fn ask(socket: &Path, sql: &str) -> String {
    converse(socket, sql).unwrap_or_else(|cause| panic!("{sql}: {cause}"))
}

/// Speaks just enough of PostgreSQL's protocol for [`ask`].
fn converse(socket: &Path, sql: &str) -> io::Result<String> {
    let mut stream = UnixStream::connect(socket)?;
    let startup = b"\0\x03\0\0user\0app\0database\0postgres\0\0";
    stream.write_all(&(startup.len() as u32 + 4).to_be_bytes())?;
    stream.write_all(startup)?;
    read_until_ready(&mut stream)?;
    stream.write_all(b"Q")?;
    stream.write_all(&(sql.len() as u32 + 5).to_be_bytes())?;
    stream.write_all(format!("{sql}\0").as_bytes())?;
    read_until_ready(&mut stream)
}

fn read_until_ready(stream: &mut UnixStream) -> io::Result<String> {
    let mut value = None;
    loop {
        let mut head = [0; 5];
        stream.read_exact(&mut head)?;
        let length = u32::from_be_bytes([head[1], head[2], head[3], head[4]]);
        let mut body = vec![0; length as usize - 4];
        stream.read_exact(&mut body)?;
        let text = |from: usize| String::from_utf8_lossy(&body[from..]).into_owned();
        match head[0] {
            b'Z' => return Ok(value.unwrap_or_default()),
            b'E' => return Err(io::Error::other(text(0))),
            b'D' => value = value.or_else(|| Some(text(6))),
            _ => {}
        }
    }
}
