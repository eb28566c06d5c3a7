//! The program while it serves, as a browser on the same machine meets it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// A running program. Killed when this is dropped.
#[derive(Debug)]
pub(crate) struct Serving {
    child: Child,
    output: BufReader<ChildStdout>,
    /// What it said at its start.
    pub(crate) greeting: String,
    /// Where it listens.
    address: String,
}

impl Serving {
    /// Starts the program on a free port, with these variables and no others, and waits until it says that it serves.
    pub(crate) fn start(variables: &[(&str, &str)]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_fengong"))
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("FENGONG_ADDRESS", "127.0.0.1:0")
            .envs(variables.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program was built");
        let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut greeting = String::new();
        while !greeting.contains("Ctrl-C") {
            let read = output.read_line(&mut greeting).expect("UTF-8");
            assert!(read > 0, "it ended after saying: {greeting}");
        }
        let (_, address) = greeting.split_once("http://").expect("an address");
        let address = address.lines().next().unwrap_or_default().to_owned();
        Self {
            child,
            output,
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

    /// Asks it to end, as Ctrl-C does; gives what it said since its greeting and its exit code.
    pub(crate) fn stop(mut self) -> (String, Option<i32>) {
        let pid = i32::try_from(self.child.id()).expect("a process number");
        kill(Pid::from_raw(pid), Signal::SIGINT).expect("it runs");
        let mut said = String::new();
        self.output.read_to_string(&mut said).expect("UTF-8");
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
