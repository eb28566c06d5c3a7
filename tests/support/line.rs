//! A line to the database that can be cut and mended: what a site sees of a database that goes away and returns.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};
use tokio::task::{AbortHandle, JoinSet};

use super::House;
use super::program::Folder;

/// Passes everything between a site and the database of a house, until it is cut.
pub(crate) struct Line {
    options: PgConnectOptions,
    server: PathBuf,
    folder: Folder,
    listening: Option<AbortHandle>,
    passing: JoinSet<()>,
    /// Words that cut the line when the site sends them.
    fuse: Arc<Mutex<Option<&'static [u8]>>>,
}

impl Line {
    /// A line to the database of a house.
    pub(crate) fn to(house: &House) -> Self {
        let options: PgConnectOptions = house.url().parse().expect("an address of our own");
        let server = options.get_socket().expect("a socket").clone();
        let mut line = Self {
            options,
            server: server.join(SOCKET),
            folder: Folder::new(),
            listening: None,
            passing: JoinSet::new(),
            fuse: Arc::default(),
        };
        line.mend();
        line
    }

    /// Connections over this line. They wait less long than the site's own, for a test to be quick.
    pub(crate) fn pool(&self) -> PgPool {
        PgPoolOptions::new()
            .max_connections(4)
            .acquire_timeout(Duration::from_millis(500))
            .connect_lazy_with(self.options.clone().socket(self.folder.path()))
    }

    /// Ends every connection and takes no other.
    pub(crate) async fn cut(&mut self) {
        if let Some(listening) = self.listening.take() {
            listening.abort();
        }
        self.passing.shutdown().await;
        let _ = fs::remove_file(self.folder.path().join(SOCKET));
    }

    /// Takes connections again.
    pub(crate) fn mend(&mut self) {
        let socket = self.folder.path().join(SOCKET);
        let _ = fs::remove_file(&socket);
        let listener = UnixListener::bind(socket).expect("a socket in our own folder");
        let (server, fuse) = (self.server.clone(), self.fuse.clone());
        let listening = self.passing.spawn(async move {
            let mut passing = JoinSet::new();
            while let Ok((site, _)) = listener.accept().await {
                passing.spawn(pass(site, server.clone(), fuse.clone()));
            }
        });
        self.listening = Some(listening);
    }

    /// Cuts one connection in the moment in which the site sends these words over it.
    pub(crate) fn cut_at(&self, words: &'static str) {
        *self.fuse.lock().expect("no panic while it is held") = Some(words.as_bytes());
    }
}

/// As PostgreSQL names it.
const SOCKET: &str = ".s.PGSQL.5432";

async fn pass(mut site: UnixStream, server: PathBuf, fuse: Arc<Mutex<Option<&'static [u8]>>>) {
    let Ok(mut server) = UnixStream::connect(server).await else {
        return;
    };
    let (mut asked, mut answered) = ([0; 16 * 1024], [0; 16 * 1024]);
    loop {
        tokio::select! {
            read = site.read(&mut asked) => {
                let Ok(length @ 1..) = read else { return };
                if is_cut(&asked[..length], &fuse) || server.write_all(&asked[..length]).await.is_err() {
                    return;
                }
            }
            read = server.read(&mut answered) => {
                let Ok(length @ 1..) = read else { return };
                if site.write_all(&answered[..length]).await.is_err() {
                    return;
                }
            }
        }
    }
}

fn is_cut(sent: &[u8], fuse: &Mutex<Option<&'static [u8]>>) -> bool {
    let mut fuse = fuse.lock().expect("no panic while it is held");
    let cut = fuse.is_some_and(|words| sent.windows(words.len()).any(|part| part == words));
    if cut {
        *fuse = None;
    }
    cut
}
