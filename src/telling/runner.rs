//! The runner: plans what the day asks for, claims what is ready, does it, notes how it ended, waits.

use chrono::Duration;
use rand::RngExt;
use sqlx::PgPool;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::fault::Fault;
use super::housekeeping;
use super::mail::{self, Postman};
use super::reminders::{self, Lease};
use crate::domain::{JOB_ATTEMPTS, JobKind, wait_after};
use crate::store::jobs::{self, Claim};
use crate::store::letters;
use crate::web::clock::Clock;

/// Nobody is reminded before this hour.
const MORNING: u32 = 8;

/// A run that says nothing for so long has died with its instance. Longer than any step of any run.
pub(super) const LEASE: Duration = Duration::minutes(10);

/// Milliseconds between two looks at the table; the spread keeps instances apart that were started together.
const PAUSE: std::ops::Range<u64> = 15_000..25_000;

/// Characters of an error that are kept.
const LONGEST: usize = 1000;

/// The runner of one instance.
#[derive(Debug, Clone)]
pub struct Runner {
    pool: PgPool,
    clock: Clock,
    name: String,
    postman: Option<Postman>,
}

impl Runner {
    /// A runner with a name of its own.
    pub fn new(pool: PgPool, clock: Clock) -> Self {
        Self {
            pool,
            clock,
            name: format!("{:016x}", rand::random::<u64>()),
            postman: None,
        }
    }

    /// Also sends e-mail.
    pub fn with(mut self, postman: Postman) -> Self {
        self.postman = Some(postman);
        self
    }

    /// Works until it is told to stop. What is under way is ended first; what waits is left to others.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            if let Err(error) = self.round(&stop).await {
                tracing::warn!(%error, "the table of jobs cannot be reached");
            }
            let pause = std::time::Duration::from_millis(rand::rng().random_range(PAUSE));
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                // Whoever could tell it to stop is gone: the program ends.
                changed = stop.changed() => if changed.is_err() { return },
            }
        }
    }

    /// Plans, then does everything that is ready; gives how many runs that was.
    ///
    /// # Errors
    ///
    /// When the database cannot be reached. A run that fails is no error.
    pub async fn round(&self, stop: &watch::Receiver<bool>) -> sqlx::Result<usize> {
        self.plan().await?;
        let mut done = 0;
        while !*stop.borrow() {
            let Some(claim) = self.claim().await? else {
                break;
            };
            self.attend(claim).await?;
            done += 1;
        }
        Ok(done)
    }

    /// What the day asks for, once, whoever comes first.
    async fn plan(&self) -> sqlx::Result<()> {
        let mut db = self.pool.acquire().await?;
        let now = self.clock.machine();
        let day = [self.clock.today().to_string()];
        let morning = self.clock.today_at(MORNING);
        jobs::plan(&mut db, JobKind::Reminders, &day, morning, now).await?;
        let day = [now.date_naive().to_string()];
        jobs::plan(&mut db, JobKind::Housekeeping, &day, now, now).await?;
        if self.postman.is_some() {
            let since = self.clock.now() - mail::FRESH;
            letters::gather(&mut db, since, now, mail::MOST).await?;
        }
        Ok(())
    }

    async fn claim(&self) -> sqlx::Result<Option<Claim>> {
        let mut db = self.pool.acquire().await?;
        let now = self.clock.machine();
        // An instance without a mail server leaves letters to those that have one.
        let all = [JobKind::Reminders, JobKind::Housekeeping, JobKind::Mail];
        let kinds = match self.postman {
            Some(_) => &all[..],
            None => &all[..2],
        };
        jobs::claim(&mut db, kinds, &self.name, now, now + LEASE).await
    }

    /// Does one run and notes how it ended.
    async fn attend(&self, claim: Claim) -> sqlx::Result<()> {
        let outcome = match claim.attempts > JOB_ATTEMPTS {
            // Every instance that had it died of it.
            true => Err(Fault::Lasting(anyhow::anyhow!("多次在执行中断"))),
            false => self.perform(&claim).await,
        };
        let mut db = self.pool.acquire().await?;
        let now = self.clock.machine();
        let (error, again) = match &outcome {
            Ok(outcome) => return jobs::finish(&mut db, &claim, outcome, now).await.map(drop),
            Err(Fault::Lost) => return Ok(()),
            Err(fault @ Fault::Lasting(_)) => (fault, None),
            Err(fault @ Fault::Passing(_)) => (fault, wait_after(claim.attempts)),
        };
        tracing::warn!(kind = claim.kind.code(), key = %claim.key, attempt = claim.attempts, %error, "a job failed");
        let error: String = error.to_string().chars().take(LONGEST).collect();
        jobs::fail(&mut db, &claim, &error, again.map(|wait| now + wait), now).await
    }

    /// Does one run in a task of its own, so that a panic is a failed run and not the end of the runner. The task ends
    /// with this future.
    async fn perform(&self, claim: &Claim) -> Result<String, Fault> {
        let mut task = JoinSet::new();
        task.spawn(self.clone().work(claim.clone()));
        match task.join_next().await {
            Some(Ok(outcome)) => outcome,
            Some(Err(error)) => Err(Fault::Passing(error.into())),
            None => Err(Fault::Lost),
        }
    }

    async fn work(self, claim: Claim) -> Result<String, Fault> {
        let mut db = self.pool.acquire().await?;
        match claim.kind {
            JobKind::Reminders => {
                let lease = Lease {
                    claim: &claim,
                    clock: &self.clock,
                };
                let (today, at) = (self.clock.today(), self.clock.now());
                let told = reminders::run(&mut db, today, at, Some(lease)).await?;
                Ok(format!("提醒 {told} 人"))
            }
            JobKind::Housekeeping => Ok(housekeeping::clean(&mut db, &self.clock).await?),
            JobKind::Mail => {
                let postman = self.postman.as_ref();
                let postman = postman.ok_or_else(|| anyhow::anyhow!("没有设置邮件服务器"));
                let postman = postman.map_err(Fault::Passing)?;
                let letter = claim.key.parse().map_err(anyhow::Error::from);
                let letter = letter.map_err(Fault::Lasting)?;
                postman.deliver(&mut db, letter, &self.clock).await
            }
        }
    }
}
