//! The demonstration reports: what every department wrote on every item, from the first period to the pinned day.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use serde_json::json;
use sqlx::Connection;
use sqlx::postgres::PgConnection;

use super::accounts::{ACCOUNTS, NARRATOR};
use super::dice::Dice;
use super::figures::{self, Movement};
use super::moments::Moments;
use super::plot::{self, Course, DutyFacts, Habit, ItemFacts, Stage, Turn};
use super::wording::{self, Topic};
use crate::domain::{
    Comparator, Judgement, Pace, Period, Post, Progress, ReportState, Reported, Role, Target,
    TargetKind, Verdict, judge,
};
use crate::store::demonstrations::{
    self, Demonstration, ReportEvent, ReportedItem, ReportedTarget, ReportingDepartment, Step,
};
use crate::store::reports::Value;
use crate::store::{settings, standing, users};

/// The setting that says that the reports were written.
const WRITTEN: &str = "trial_reports";

/// Writes the reports, once in the life of an installation, all or none.
pub(super) async fn write(db: &mut PgConnection, today: NaiveDate) -> anyhow::Result<()> {
    if settings::get(db, WRITTEN).await?.is_some() {
        return Ok(());
    }
    let mut tx = db.begin().await?;
    let story = Story::read(&mut tx, today).await?;
    let mut reports = story.reports();
    reports.sort_by_key(|report| report.submitted.map_or(report.begun.at, |step| step.at));
    let keys = demonstrations::write(&mut tx, &reports).await?;
    demonstrations::record(&mut tx, &story.events(&keys, &reports)).await?;
    standing::refresh_all(&mut tx).await?;
    settings::set(&mut tx, WRITTEN, &reports.len().to_string()).await?;
    tx.commit().await?;
    Ok(())
}

/// Everything that the reports are made of.
struct Story {
    today: NaiveDate,
    items: Vec<ReportedItem>,
    departments: HashMap<i64, Vec<ReportingDepartment>>,
    targets: HashMap<i64, Vec<ReportedTarget>>,
    periods: BTreeMap<Period, i64>,
    people: People,
}

/// Who writes, sends and reviews.
struct People {
    accounts: HashMap<&'static str, i64>,
    narrator: i64,
}

impl People {
    async fn read(db: &mut PgConnection) -> anyhow::Result<Self> {
        let mut accounts = HashMap::new();
        // A handful, known beforehand.
        for account in ACCOUNTS {
            if let Some(user) = users::by_login(db, account.login).await? {
                accounts.insert(account.login, user.id);
            }
        }
        let narrator = users::by_login(db, NARRATOR).await?;
        let narrator =
            narrator.ok_or_else(|| anyhow::anyhow!("the account {NARRATOR} is missing"))?;
        Ok(Self {
            accounts,
            narrator: narrator.id,
        })
    }

    /// The account of a post, else the narrator.
    fn who(&self, post: Post, department: Option<&str>, region: Option<&str>) -> i64 {
        let account = ACCOUNTS.iter().find(|account| {
            account.post == post && account.department == department && account.region == region
        });
        account
            .and_then(|account| self.accounts.get(account.login))
            .copied()
            .unwrap_or(self.narrator)
    }
}

fn has_account(department: &str) -> bool {
    ACCOUNTS
        .iter()
        .any(|account| account.department == Some(department))
}

impl Story {
    async fn read(db: &mut PgConnection, today: NaiveDate) -> anyhow::Result<Self> {
        let items = demonstrations::items(db).await?;
        let mut departments: HashMap<i64, Vec<ReportingDepartment>> = HashMap::new();
        for one in demonstrations::departments(db).await? {
            departments.entry(one.item_id).or_default().push(one);
        }
        let mut targets: HashMap<i64, Vec<ReportedTarget>> = HashMap::new();
        for one in demonstrations::targets(db).await? {
            targets.entry(one.item_id).or_default().push(one);
        }
        let mut periods: Vec<Period> = items.iter().flat_map(|item| periods(item, today)).collect();
        periods.sort();
        periods.dedup();
        let keys = demonstrations::ensure_periods(db, &periods).await?;
        Ok(Self {
            today,
            items,
            departments,
            targets,
            periods: periods.into_iter().zip(keys).collect(),
            people: People::read(db).await?,
        })
    }

    fn reports(&self) -> Vec<Demonstration> {
        // How many items a department still reports on, counted on the way.
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut reports = Vec::new();
        let facts: Vec<ItemFacts<'_>> = self.items.iter().map(|item| self.facts(item)).collect();
        let codes: BTreeSet<&str> = self
            .departments
            .values()
            .flatten()
            .map(|one| one.code.as_str())
            .collect();
        let habits = plot::habits(codes, has_account);
        for ((item, facts), course) in self.items.iter().zip(&facts).zip(plot::courses(&facts)) {
            let scene = Scene::new(self, item, *facts, course);
            let roles: Vec<(&str, Role)> = scene
                .departments
                .iter()
                .map(|one| (one.code.as_str(), one.role))
                .collect();
            let blamed = plot::blamed(&scene.facts, &roles);
            for (department, blamed) in scene.departments.iter().zip(blamed) {
                let place = places.entry(&department.code).or_default();
                let habit = habits[department.code.as_str()];
                let duty = scene.duty(department, habit, blamed, *place);
                if !matches!(scene.course, Course::Closed | Course::Unbegun) {
                    *place += 1;
                }
                reports.extend(scene.reports(department, &duty));
            }
        }
        reports
    }

    fn departments(&self, item: &ReportedItem) -> &[ReportingDepartment] {
        self.departments
            .get(&item.id)
            .map_or(&[][..], Vec::as_slice)
    }

    fn targets(&self, item: &ReportedItem) -> &[ReportedTarget] {
        self.targets.get(&item.id).map_or(&[][..], Vec::as_slice)
    }

    fn facts<'s>(&'s self, item: &'s ReportedItem) -> ItemFacts<'s> {
        let targets = self.targets(item);
        ItemFacts {
            name: [&item.document, &item.locus],
            reported_from: item.reported_from,
            measured: !targets.is_empty(),
            counted: targets
                .iter()
                .any(|one| one.target.kind == TargetKind::Flow),
            departments: self.departments(item).len(),
        }
    }

    fn events(&self, keys: &[i64], reports: &[Demonstration]) -> Vec<ReportEvent> {
        let names: HashMap<i64, String> = self
            .periods
            .iter()
            .map(|(period, key)| (*key, period.name()))
            .collect();
        let mut events: Vec<ReportEvent> = keys
            .iter()
            .zip(reports)
            .flat_map(|(key, report)| {
                let period = names.get(&report.period).map_or("", String::as_str);
                events_of(*key, report, period)
            })
            .collect();
        events.sort_by_key(|event| event.step.at);
        events
    }
}

/// The steps of one report, as the site itself would have recorded them.
fn events_of(key: i64, report: &Demonstration, period: &str) -> Vec<ReportEvent> {
    let state = |state: ReportState| json!({ "state": state, "period": period });
    let event = |action, step, before: Option<ReportState>, after| ReportEvent {
        action,
        step,
        item: report.item,
        department: report.department,
        report: key,
        before: before.map(|before| json!({ "state": before })),
        after,
    };
    let mut events = Vec::new();
    match report.submitted {
        None => events.push(event(
            "report.save",
            report.begun,
            None,
            state(ReportState::Draft),
        )),
        Some(step) => events.push(event(
            "report.submit",
            step,
            Some(ReportState::Draft),
            state(ReportState::Submitted),
        )),
    }
    if let Some(step) = report.reviewed {
        let sent = Some(ReportState::Submitted);
        events.push(match &report.return_reason {
            None => event("report.accept", step, sent, state(ReportState::Accepted)),
            Some(reason) => event(
                "report.return",
                step,
                sent,
                json!({ "state": ReportState::Returned, "period": period, "reason": reason }),
            ),
        });
    }
    events
}

/// The periods of an item up to the current one.
fn periods(item: &ReportedItem, today: NaiveDate) -> Vec<Period> {
    let first = Period::containing(item.cycle, item.reported_from);
    let periods = std::iter::successors(Some(first), |period| Some(period.next()));
    periods.take_while(|period| period.first <= today).collect()
}

/// One item with all that belongs to it.
struct Scene<'s> {
    story: &'s Story,
    item: &'s ReportedItem,
    departments: &'s [ReportingDepartment],
    targets: &'s [ReportedTarget],
    periods: Vec<Period>,
    facts: ItemFacts<'s>,
    course: Course,
    dice: Dice,
}

impl<'s> Scene<'s> {
    fn new(story: &'s Story, item: &'s ReportedItem, facts: ItemFacts<'s>, course: Course) -> Self {
        Self {
            story,
            item,
            departments: story.departments(item),
            targets: story.targets(item),
            periods: periods(item, story.today),
            course,
            dice: Dice::of(&facts.name),
            facts,
        }
    }

    fn duty<'d>(
        &self,
        department: &'d ReportingDepartment,
        habit: Habit,
        blamed: bool,
        place: usize,
    ) -> DutyFacts<'d>
    where
        's: 'd,
    {
        DutyFacts {
            item: self.facts,
            course: self.course,
            department: &department.code,
            habit,
            has_account: has_account(&department.code),
            blamed,
            place,
            periods: self.periods.len(),
        }
    }

    fn reports(
        &self,
        department: &ReportingDepartment,
        duty: &DutyFacts<'_>,
    ) -> Vec<Demonstration> {
        let mut first = true;
        let mut reports = Vec::new();
        for (step, turn) in duty.turns().into_iter().enumerate() {
            let Some(turn) = turn else { continue };
            reports.push(self.report(department, turn, step, first));
            first = false;
        }
        reports
    }

    fn report(
        &self,
        department: &ReportingDepartment,
        turn: Turn,
        step: usize,
        first: bool,
    ) -> Demonstration {
        let period = self.periods[step];
        let name = period.first.to_string();
        let dice = Dice::of(&[
            self.facts.name[0],
            self.facts.name[1],
            &department.code,
            &name,
        ]);
        let figures = self.figures(department, step);
        let stated = stated(turn.stated, &figures);
        let mut words = wording::words(&Topic {
            kind: self.item.kind,
            title: &self.item.title,
            body: &self.item.body,
            target: self.targets.first().map(|one| one.target.kind),
            first,
            stated,
            figures: figures
                .iter()
                .map(|figure| figure.sentence.clone())
                .collect(),
            shortfall: figures.iter().find_map(|figure| figure.shortfall.clone()),
            dice,
        });
        if turn.stage == Stage::Draft {
            // Not thought through to the end.
            words.next_step.clear();
        }
        let moments = if period.last >= self.story.today {
            Moments::before(self.story.today, dice)
        } else {
            Moments::of(period, dice)
        };
        let people = &self.story.people;
        let code = Some(department.code.as_str());
        let clerk = people.who(Post::Clerk, code, None);
        let sender = match people.who(Post::Reviewer, code, None) {
            reviewer if reviewer == people.narrator => clerk,
            reviewer => reviewer,
        };
        let office = people.who(Post::Office, None, Some(&self.item.region));
        let at = |by, at| Step { by, at };
        let sent = turn.stage != Stage::Draft;
        let reviewed = matches!(turn.stage, Stage::Accepted | Stage::Returned);
        Demonstration {
            item: self.item.id,
            department: department.id,
            period: self.story.periods[&period],
            words,
            values: figures.into_iter().map(|figure| figure.value).collect(),
            begun: at(clerk, moments.begun),
            submitted: sent.then(|| at(sender, moments.submitted)),
            reviewed: reviewed.then(|| at(office, moments.reviewed)),
            return_reason: (turn.stage == Stage::Returned)
                .then(|| wording::return_reason(!self.targets.is_empty(), dice)),
        }
    }

    /// The figures of a department for a period, held against their targets as the site does it.
    fn figures(&self, department: &ReportingDepartment, step: usize) -> Vec<Figure> {
        let period = self.periods[step];
        let lagging = self.dice.throw("lagging target", self.targets.len());
        let figure = |(place, one): (usize, &ReportedTarget)| {
            let pace = Pace {
                start: self.item.reported_from,
                end: one.deadline_last.or(self.item.deadline_last),
                on: period.last,
            };
            let counted = one.target.kind == TargetKind::Flow;
            let movement = Movement {
                target: &one.target,
                pace,
                step: (step, self.periods.len()),
                lags: self.course == Course::Lagging && place == lagging,
                item: self.dice,
                own: (!counted && self.departments.len() > 1)
                    .then(|| Dice::of(&[&department.code])),
            };
            Figure::new(one, &movement, department, as_of(period, self.story.today))
        };
        self.targets.iter().enumerate().map(figure).collect()
    }
}

/// The day of the data: the end of the period or, while it runs, that of the month before.
fn as_of(period: Period, today: NaiveDate) -> NaiveDate {
    if period.last < today {
        return period.last;
    }
    let month = today.with_day(1).and_then(|day| day.pred_opt());
    month.unwrap_or(today)
}

/// A figure, judged, and in words.
struct Figure {
    value: Value,
    progress: Progress,
    sentence: String,
    shortfall: Option<String>,
}

impl Figure {
    fn new(
        one: &ReportedTarget,
        movement: &Movement<'_>,
        department: &ReportingDepartment,
        as_of: NaiveDate,
    ) -> Self {
        let reported = movement.reported();
        let judgement = judge(&one.target, &reported, movement.pace);
        let amount = reported
            .value
            .map(|value| figures::in_words(value, &one.target.unit))
            .unwrap_or_default();
        Self {
            progress: judgement.progress(&one.target, movement.pace),
            sentence: sentence(one, &reported, &amount, as_of),
            shortfall: shortfall(&one.target, &reported, &judgement, movement.lags),
            value: Value {
                target_id: one.id,
                value: reported.value,
                grade: reported.grade,
                holds: reported.holds,
                as_of: Some(as_of),
                source: format!("{}季度统计", department.short_name),
                explanation: String::new(),
                verdict: Some(judgement.verdict).filter(|verdict| *verdict != Verdict::Unjudged),
                gap: judgement.gap,
                shortfall: judgement.shortfall,
            },
        }
    }
}

/// What a lagging figure is short of, in a sentence.
fn shortfall(
    target: &Target,
    reported: &Reported,
    judgement: &Judgement,
    lags: bool,
) -> Option<String> {
    let (name, unit) = (&target.name, &target.unit);
    let value = reported.value.filter(|_| lags)?;
    let amount = figures::in_words(value, unit);
    if judgement.verdict == Verdict::BehindPace {
        let missing = (judgement.expected? - value).ceil();
        let missing = figures::in_words(missing, unit);
        return Some(format!("{name}累计{amount}，距时序进度要求差{missing}"));
    }
    let gap = judgement
        .gap
        .filter(|gap| *gap > Decimal::ZERO && target.kind != TargetKind::Flow)?;
    let unit = if unit == "%" { "个百分点" } else { unit };
    let gap = figures::in_words(gap, unit);
    Some(format!("{name}为{amount}，距目标差{gap}"))
}

/// `截至3月底，新疆名牌产品累计96个`.
fn sentence(one: &ReportedTarget, reported: &Reported, amount: &str, as_of: NaiveDate) -> String {
    let (day, target) = (wording::as_of(as_of), &one.target);
    let name = &target.name;
    match (target.comparator, target.kind) {
        (Comparator::Zero, _) => format!("{day}，未发生{name}"),
        (Comparator::Grade, _) => {
            let grade = reported.grade.as_deref().unwrap_or_default();
            format!("{}年{name}结果为{grade}", as_of.year() - 1)
        }
        (_, TargetKind::Flow) => format!("{day}，{name}累计{amount}"),
        _ if reported.value.is_some() => format!("{day}，{name}为{amount}"),
        _ if reported.holds == Some(true) => format!("{day}，{name}符合要求"),
        _ => format!("{day}，{name}尚未达到要求"),
    }
}

/// What a department says of itself: never better than its figures, and what it says of what no figure shows.
fn stated(told: Progress, figures: &[Figure]) -> Progress {
    let shown = figures
        .iter()
        .map(|figure| figure.progress)
        .filter(|progress| *progress != Progress::Other)
        .min();
    match (told, shown) {
        (Progress::Behind | Progress::Done, _) | (_, None) => told,
        (_, Some(shown)) => shown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Cycle;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn data_of_a_running_period_are_those_of_the_last_month() {
        let today = day("2018-06-20");
        let current = Period::containing(Cycle::Quarter, today);
        assert_eq!(as_of(current, today), day("2018-05-31"));
        assert_eq!(as_of(current.previous(), today), day("2018-03-31"));
    }

    #[test]
    fn nobody_says_better_than_the_figures_show() {
        let figure = |progress| Figure {
            value: Value::default(),
            progress,
            sentence: String::new(),
            shortfall: None,
        };
        let figures = [figure(Progress::OnTrack), figure(Progress::Behind)];
        assert_eq!(stated(Progress::Ahead, &figures), Progress::Behind);
        assert_eq!(stated(Progress::Behind, &figures[..1]), Progress::Behind);
        assert_eq!(stated(Progress::Ahead, &figures[..1]), Progress::OnTrack);
        assert_eq!(stated(Progress::Ahead, &[]), Progress::Ahead);
    }
}
