//! What every handler may use.

use std::sync::Arc;

use sqlx::PgPool;
use tokio::sync::Semaphore;

use super::assets::Assets;
use super::clock::Clock;
use super::known::Known;

/// The running site. Cheap to clone; holds nothing that another instance would need to know.
#[derive(Debug, Clone)]
pub struct AppState {
    /// Connections to the database.
    pub pool: PgPool,
    /// The time.
    pub clock: Clock,
    /// What every page shows.
    pub site: Arc<Site>,
    /// Style sheet and script.
    pub assets: Arc<Assets>,
    /// The registry, as long as nobody has changed it.
    pub known: Arc<Known>,
    /// How many files may arrive at a time, each on a connection of its own.
    pub uploads: Arc<Semaphore>,
}

/// What every page shows, the same for everybody.
#[derive(Debug, Clone)]
pub struct Site {
    /// The system's name.
    pub name: String,
    /// Whom to ask.
    pub support: String,
    /// A trial says so on every page.
    pub trial: bool,
    /// Letters are sent.
    pub mails: bool,
    /// The address under which people reach the site, where it is set.
    pub url: Option<String>,
    /// The cookie travels by https only.
    pub secure: bool,
}

impl AppState {
    /// The site on a database.
    pub fn new(pool: PgPool, clock: Clock, site: Site) -> Self {
        let connections = pool.options().get_max_connections() as usize;
        Self {
            pool,
            clock,
            site: Arc::new(site),
            assets: Arc::new(Assets::default()),
            known: Arc::default(),
            uploads: Arc::new(Semaphore::new((connections / 2).max(1))),
        }
    }
}
