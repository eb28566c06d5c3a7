//! A mail server of a few lines: takes letters, is busy, or refuses.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// How the server feels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// Takes everything.
    Open,
    /// Says that it may work later.
    Busy,
    /// Knows nobody of that name.
    Refusing,
    /// Takes the letter and is gone before it says so.
    Dying,
}

/// The server. It is gone with the test.
#[derive(Debug, Clone)]
pub(crate) struct PostOffice {
    port: u16,
    mood: Arc<Mutex<Mood>>,
    letters: Arc<Mutex<Vec<String>>>,
}

impl PostOffice {
    /// Opens one.
    pub(crate) async fn open(mood: Mood) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let office = Self {
            port: listener.local_addr().expect("its address").port(),
            mood: Arc::new(Mutex::new(mood)),
            letters: Arc::default(),
        };
        let inside = office.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(inside.clone().serve(client));
            }
        });
        office
    }

    /// Its address, as the program takes it.
    pub(crate) fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// Changes its mood.
    pub(crate) fn be(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    /// The letters that it took, whole.
    pub(crate) fn letters(&self) -> Vec<String> {
        self.letters.lock().unwrap().clone()
    }

    async fn serve(self, client: TcpStream) -> Option<()> {
        let mood = *self.mood.lock().unwrap();
        let (from, mut to) = client.into_split();
        let mut lines = BufReader::new(from).lines();
        if mood == Mood::Busy {
            to.write_all(b"421 busy\r\n").await.ok()?;
            return None;
        }
        to.write_all(b"220 ready\r\n").await.ok()?;
        loop {
            let line = lines.next_line().await.ok()??;
            let verb = line.split([' ', ':']).next().unwrap_or_default();
            let answer = match verb.to_ascii_uppercase().as_str() {
                "RCPT" if mood == Mood::Refusing => "550 nobody of that name",
                "DATA" => {
                    to.write_all(b"354 go on\r\n").await.ok()?;
                    let mut letter = String::new();
                    loop {
                        match lines.next_line().await.ok()?? {
                            line if line == "." => break,
                            line => letter.push_str(&format!("{line}\r\n")),
                        }
                    }
                    self.letters.lock().unwrap().push(letter);
                    if mood == Mood::Dying {
                        return None;
                    }
                    "250 taken"
                }
                "QUIT" => {
                    to.write_all(b"221 bye\r\n").await.ok()?;
                    return Some(());
                }
                _ => "250 ok",
            };
            to.write_all(format!("{answer}\r\n").as_bytes())
                .await
                .ok()?;
        }
    }
}

/// The text of a letter, its lines put together again where they were broken for the way.
pub(crate) fn text(letter: &str) -> String {
    let (head, body) = letter.split_once("\r\n\r\n").expect("a head and a body");
    let encoding = head
        .lines()
        .find_map(|line| line.strip_prefix("Content-Transfer-Encoding: "));
    let bytes = match encoding {
        Some("base64") => base64(body),
        Some("quoted-printable") => quoted_printable(body),
        other => panic!("nobody reads {other:?}: {letter}"),
    };
    String::from_utf8(bytes).expect("UTF-8")
}

fn base64(body: &str) -> Vec<u8> {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for value in body.chars().filter_map(|c| ALPHABET.find(c)) {
        bits = (bits << 6) | u32::try_from(value).expect("six bits");
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}

fn quoted_printable(body: &str) -> Vec<u8> {
    let body = body.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = body.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match (first, after) {
            (b'=', [high, low, tail @ ..]) => {
                let pair = [*high, *low];
                let pair = std::str::from_utf8(&pair).expect("ASCII");
                bytes.push(u8::from_str_radix(pair, 16).expect("hexadecimal"));
                rest = tail;
            }
            (byte, _) => bytes.push(*byte),
        }
    }
    bytes
}
