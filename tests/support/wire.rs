//! A wire to the database that can be cut, so that a test can take the database away and give it back.

use std::fs;
use std::io;
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;

/// The name of PostgreSQL's socket in its folder.
const SOCKET: &str = ".s.PGSQL.5432";

/// A socket of our own, whose connections go on to that of a database.
#[derive(Debug)]
pub(crate) struct Wire {
    folder: PathBuf,
    target: PathBuf,
    url: String,
    open: Arc<Mutex<Vec<UnixStream>>>,
}

impl Wire {
    /// A wire to the database with this address, whole.
    pub(crate) fn to(url: &str) -> Self {
        let (_, rest) = url.split_once("host=").expect("a socket's address");
        let host = rest.split('&').next().unwrap_or_default();
        let target = form_urlencoded::parse(format!("host={host}").as_bytes())
            .next()
            .map(|(_, folder)| Path::new(folder.as_ref()).join(SOCKET))
            .expect("a folder");
        let folder = std::env::temp_dir().join(format!("fengong-wire-{:x}", rand::random::<u64>()));
        fs::create_dir(&folder).expect("a new folder");
        let ours = folder.to_str().expect("a plain name");
        let wire = Self {
            url: url.replace(host, &ours.replace('/', "%2F")),
            folder,
            target,
            open: Arc::default(),
        };
        wire.mend();
        wire
    }

    /// The address of the database over this wire.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Takes the database away: nobody gets in, and who was in is thrown out.
    pub(crate) fn cut(&self) {
        fs::remove_file(self.folder.join(SOCKET)).expect("it was whole");
        let mut open = self.open.lock().expect("no thread of ours panics");
        for stream in open.drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// Gives it back.
    pub(crate) fn mend(&self) {
        let listener = UnixListener::bind(self.folder.join(SOCKET)).expect("a free socket");
        let (target, open) = (self.target.clone(), Arc::clone(&self.open));
        // Ends with the test's process; a listener whose socket is removed is asked by nobody.
        thread::spawn(move || {
            for ours in listener.incoming().flatten() {
                let Ok(theirs) = UnixStream::connect(&target) else {
                    continue;
                };
                let mut known = open.lock().expect("no thread of ours panics");
                for (from, to) in [(&ours, &theirs), (&theirs, &ours)] {
                    let pair = from
                        .try_clone()
                        .and_then(|from| Ok((from, to.try_clone()?)));
                    let (from, to) = pair.expect("a second handle");
                    known.push(from.try_clone().expect("a third handle"));
                    thread::spawn(move || pass_on(from, to));
                }
            }
        });
    }
}

fn pass_on(mut from: UnixStream, mut to: UnixStream) {
    let _ = io::copy(&mut from, &mut to);
    let _ = to.shutdown(Shutdown::Both);
}

impl Drop for Wire {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}
