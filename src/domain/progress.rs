//! 进度: where an item stands against 序时进度. The words are those of real 督查 notices (欠进度、达进度、超进度).

use super::Role;
use super::words::words;

words! {
    /// Where an item, or one department's part of it, stands.
    Progress {
        /// Less than should be done by now.
        Behind = "behind", "欠进度";
        /// As much as should be done by now.
        OnTrack = "on_track", "达进度";
        /// More than should be done by now.
        Ahead = "ahead", "超进度";
        /// Done.
        Done = "done", "已完成";
        /// Nothing has been reported yet, or nothing begun.
        NotStarted = "not_started", "未启动";
        /// Nobody answers for it, or it cannot be judged.
        Other = "other", "其他";
    }
}

/// The progress of an item from that of its duties. Where somebody leads, the leads decide; where all share, the
/// item is behind as soon as one is, and done only when all are. Silence is not success: an item that nobody has
/// reported on is not started.
pub fn combine(duties: &[(Role, Progress)]) -> Progress {
    let leads: Vec<Progress> = of_role(duties, Role::Lead);
    let deciding = if leads.is_empty() {
        duties.iter().map(|(_, progress)| *progress).collect()
    } else {
        leads
    };
    let all = |wanted: Progress| deciding.iter().all(|progress| *progress == wanted);
    let any = |wanted: Progress| deciding.contains(&wanted);
    if deciding.is_empty() || all(Progress::Other) {
        Progress::Other
    } else if any(Progress::Behind) {
        Progress::Behind
    } else if all(Progress::Done) {
        Progress::Done
    } else if all(Progress::NotStarted) {
        Progress::NotStarted
    } else if deciding
        .iter()
        .all(|progress| matches!(progress, Progress::Ahead | Progress::Done))
    {
        Progress::Ahead
    } else {
        Progress::OnTrack
    }
}

fn of_role(duties: &[(Role, Progress)], role: Role) -> Vec<Progress> {
    duties
        .iter()
        .filter(|(one, _)| *one == role)
        .map(|(_, progress)| *progress)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Progress::*;

    #[test]
    fn an_item_follows_its_duties() {
        let joint = |all: &[Progress]| {
            all.iter()
                .map(|one| (Role::Joint, *one))
                .collect::<Vec<_>>()
        };
        let table: &[(&[Progress], Progress)] = &[
            (&[], Other),
            (&[OnTrack, Behind, Done], Behind),
            (&[Done, Done], Done),
            (&[Done, OnTrack], OnTrack),
            (&[Ahead, Done], Ahead),
            (&[NotStarted, NotStarted], NotStarted),
            (&[NotStarted, OnTrack], OnTrack),
        ];
        for (duties, expected) in table {
            assert_eq!(combine(&joint(duties)), *expected, "{duties:?}");
        }
        assert_eq!(
            combine(&[(Role::Lead, OnTrack), (Role::Support, Behind)]),
            OnTrack
        );
    }
}
