//! 后台任务: work that no request waits for, and how often it is tried.

use chrono::Duration;

use super::words::words;

words! {
    /// What is done by the clock.
    JobKind {
        /// Reminds people of what is due on a day.
        Reminders = "reminders", "到期提醒";
        /// Forgets sessions that are over and what else has had its time.
        Housekeeping = "housekeeping", "清理过期数据";
        /// Sends one e-mail.
        Mail = "mail", "发送邮件";
    }
}

words! {
    /// Where a run is.
    JobState {
        /// Planned, or to be tried again.
        Waiting = "waiting", "等待";
        /// An instance has it.
        Running = "running", "进行中";
        /// Done.
        Done = "done", "已完成";
        /// Given up after too many attempts.
        Failed = "failed", "失败";
    }
}

/// After so many attempts somebody has to look at it.
pub const JOB_ATTEMPTS: i32 = 8;

/// How long to wait after an attempt that failed, counted from 1: a minute, then twice as long each time, at most an
/// hour. `None` when it was the last.
pub fn wait_after(attempt: i32) -> Option<Duration> {
    (attempt < JOB_ATTEMPTS).then(|| {
        let doublings = attempt.clamp(1, 7) - 1;
        Duration::minutes(1 << doublings).min(Duration::hours(1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_and_end() {
        let waits: Vec<Option<i64>> = (1..=9)
            .map(|attempt| wait_after(attempt).map(|wait| wait.num_minutes()))
            .collect();
        let some = [1, 2, 4, 8, 16, 32, 60].map(Some);
        assert_eq!(waits[..7], some);
        assert_eq!(waits[7..], [None, None]);
    }
}
