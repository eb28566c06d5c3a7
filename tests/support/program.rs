//! The real program, as a person at a terminal runs it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// What the program is told by its surroundings.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place<'p> {
    /// The address of a database.
    Database(&'p str),
    /// A data folder.
    Folder(&'p Path),
}

/// What a command that has ended left.
#[derive(Debug)]
pub(crate) struct Ended {
    /// Its exit code.
    pub(crate) code: Option<i32>,
    /// What it printed.
    pub(crate) said: String,
    /// What it complained about.
    pub(crate) complained: String,
}

impl Ended {
    /// Ended well, saying all this.
    #[track_caller]
    pub(crate) fn well(self, words: &[&str]) -> Self {
        assert_eq!(self.code, Some(0), "{self:?}");
        for words in words {
            assert!(self.said.contains(words), "“{words}” is missing: {self:?}");
        }
        self
    }

    /// Ended with exit code 1, complaining about all this.
    #[track_caller]
    pub(crate) fn badly(self, words: &[&str]) -> Self {
        assert_eq!(self.code, Some(1), "{self:?}");
        for words in words {
            let there = self.complained.contains(words);
            assert!(there, "“{words}” is missing: {self:?}");
        }
        self
    }
}

/// Runs a command to its end.
pub(crate) fn fengong(place: Place<'_>, arguments: &[&str]) -> Ended {
    fengong_given(place, arguments, "")
}

/// Runs a command with something on its standard input.
pub(crate) fn fengong_given(place: Place<'_>, arguments: &[&str], input: &str) -> Ended {
    let mut child = command(place, "127.0.0.1:0")
        .args(arguments)
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut stdin = child.stdin.take().expect("piped");
    // A command that reads nothing may have ended already.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    let output = child.wait_with_output().expect("the program ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program prints UTF-8");
    Ended {
        code: output.status.code(),
        said: text(output.stdout),
        complained: text(output.stderr),
    }
}

fn command(place: Place<'_>, address: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fengong"));
    command.stdout(Stdio::piped());
    command.env("FENGONG_ADDRESS", address);
    command.env_remove("RUST_LOG");
    match place {
        Place::Database(url) => command.env("DATABASE_URL", url),
        Place::Folder(folder) => command
            .env("FENGONG_DATA", folder)
            .env_remove("DATABASE_URL"),
    };
    command
}

/// Tries to serve on an address; for starts that fail.
pub(crate) fn serve_on(place: Place<'_>, address: &str) -> Ended {
    let output = command(place, address).output().expect("the program runs");
    Ended {
        code: output.status.code(),
        said: String::from_utf8_lossy(&output.stdout).into_owned(),
        complained: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// The program while it serves. Killed when this is dropped.
#[derive(Debug)]
pub(crate) struct Serving {
    child: Child,
    rest: BufReader<std::process::ChildStdout>,
    /// What it said at its start.
    pub(crate) greeting: String,
    /// Where it listens.
    pub(crate) address: String,
}

impl Serving {
    /// Starts the program on a free port and waits until it says that it serves.
    pub(crate) fn start(place: Place<'_>) -> Self {
        let mut child = command(place, "127.0.0.1:0")
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs");
        let mut rest = BufReader::new(child.stdout.take().expect("piped"));
        let mut greeting = String::new();
        while !greeting.contains("Ctrl-C") {
            let read = rest.read_line(&mut greeting).expect("readable");
            assert!(read > 0, "it ended after saying: {greeting}");
        }
        let (_, address) = greeting.split_once("http://").expect("an address");
        let address = address.lines().next().unwrap_or_default().to_owned();
        Self {
            child,
            rest,
            greeting,
            address,
        }
    }

    /// Asks for a page; gives the status and the whole answer.
    pub(crate) fn get(&self, path: &str, cookie: &str) -> (u16, String) {
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n",
            self.address
        ))
    }

    /// Signs in; gives the status and the cookie, which is empty where there is none.
    pub(crate) fn sign_in(&self, login: &str, password: &str) -> (u16, String) {
        let form = format!("login={login}&password={password}");
        let (status, answer) = self.ask(&format!(
            "POST /sign-in HTTP/1.1\r\nHost: {}\r\nOrigin: http://{}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{form}",
            self.address,
            self.address,
            form.len()
        ));
        let cookie = answer
            .lines()
            .find_map(|line| line.strip_prefix("set-cookie: "))
            .and_then(|cookie| cookie.split(';').next());
        (status, cookie.unwrap_or_default().to_owned())
    }

    fn ask(&self, request: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status = answer.get(9..12).and_then(|status| status.parse().ok());
        (status.expect("a status"), answer)
    }

    /// Asks it to end, as Ctrl-C does; gives what it said and its exit code.
    pub(crate) fn stop(mut self) -> (String, Option<i32>) {
        let pid = i32::try_from(self.child.id()).expect("a process number");
        kill(Pid::from_raw(pid), Signal::SIGINT).expect("it runs");
        let mut said = String::new();
        self.rest.read_to_string(&mut said).expect("readable");
        let status = self.child.wait().expect("it ends");
        (said, status.code())
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
