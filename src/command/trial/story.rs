//! Everything that the reports of a trial are made of, and the telling of it item by item.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use sqlx::postgres::PgConnection;

use super::people::{People, has_account};
use super::plot::{self, Course, ItemFacts};
use super::scene::Scene;
use crate::domain::{Calendar, Period, Role, Round, TargetKind};
use crate::store::calendars;
use crate::store::demonstrations::{
    self, Demonstration, ReportedItem, ReportedTarget, ReportingDepartment,
};

/// What a trial knows.
#[derive(Debug)]
pub(super) struct Story {
    /// The pinned day.
    pub(super) today: NaiveDate,
    /// Who writes, sends and reviews.
    pub(super) people: People,
    items: Vec<ReportedItem>,
    departments: HashMap<i64, Vec<ReportingDepartment>>,
    targets: HashMap<i64, Vec<ReportedTarget>>,
    periods: BTreeMap<Period, i64>,
    rounds: BTreeMap<(i64, Period), Round>,
    calendar: Calendar,
}

impl Story {
    /// Reads what there is, and makes the periods that are missing.
    pub(super) async fn read(db: &mut PgConnection, today: NaiveDate) -> anyhow::Result<Self> {
        let items = demonstrations::items(db).await?;
        let mut departments: HashMap<i64, Vec<ReportingDepartment>> = HashMap::new();
        for one in demonstrations::departments(db).await? {
            departments.entry(one.item_id).or_default().push(one);
        }
        let mut targets: HashMap<i64, Vec<ReportedTarget>> = HashMap::new();
        for one in demonstrations::targets(db).await? {
            targets.entry(one.item_id).or_default().push(one);
        }
        let calendar = calendars::load(db, today).await?;
        let mut rounds = BTreeMap::new();
        for (item, period) in items.iter().flat_map(|item| {
            periods(item, &calendar)
                .into_iter()
                .map(move |one| (item, one))
        }) {
            let round = calendar.round(item.schedule_id, period);
            rounds.extend(round.map(|round| ((item.schedule_id, period), round)));
        }
        let all: Vec<Round> = rounds.values().cloned().collect();
        let keys = demonstrations::ensure_rounds(db, &all).await?;
        Ok(Self {
            today,
            items,
            departments,
            targets,
            periods: all.iter().map(|one| one.period).zip(keys).collect(),
            rounds,
            calendar,
            people: People::read(db).await?,
        })
    }

    /// All reports.
    pub(super) fn reports(&self) -> Vec<Demonstration> {
        let facts: Vec<ItemFacts<'_>> = self.items.iter().map(|item| self.facts(item)).collect();
        let departments: BTreeSet<&str> = self
            .departments
            .values()
            .flatten()
            .map(|one| one.code.as_str())
            .collect();
        let habits = plot::habits(departments, has_account);
        // How many items a department still reports on, counted on the way.
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut reports = Vec::new();
        for ((item, facts), course) in self.items.iter().zip(&facts).zip(plot::courses(&facts)) {
            let scene = Scene::new(self, item, *facts, course);
            let departments = self.departments(item);
            for (department, blamed) in departments.iter().zip(blamed(facts, departments)) {
                let place = places.entry(&department.code).or_default();
                let habit = habits[department.code.as_str()];
                reports.extend(scene.reports(department, habit, blamed, *place));
                if !matches!(course, Course::Closed | Course::Unbegun) {
                    *place += 1;
                }
            }
        }
        reports
    }

    fn facts<'s>(&'s self, item: &'s ReportedItem) -> ItemFacts<'s> {
        let targets = self.targets(item);
        let counts = |one: &ReportedTarget| one.target.kind == TargetKind::Flow;
        ItemFacts {
            name: [&item.document, &item.locus],
            reported_from: item.reported_from,
            measured: !targets.is_empty(),
            counted: targets.iter().any(counts),
            departments: self.departments(item).len(),
        }
    }

    /// Who reports on an item.
    pub(super) fn departments(&self, item: &ReportedItem) -> &[ReportingDepartment] {
        self.departments
            .get(&item.id)
            .map_or(&[][..], Vec::as_slice)
    }

    /// The targets of an item.
    pub(super) fn targets(&self, item: &ReportedItem) -> &[ReportedTarget] {
        self.targets.get(&item.id).map_or(&[][..], Vec::as_slice)
    }

    /// The key of a period.
    pub(super) fn key(&self, period: Period) -> i64 {
        self.periods[&period]
    }

    /// The day by which a report on an item is due.
    pub(super) fn due_on(&self, item: &ReportedItem, period: Period) -> NaiveDate {
        self.rounds[&(item.schedule_id, period)].due_on
    }

    /// The periods of an item up to the current one.
    pub(super) fn periods_of(&self, item: &ReportedItem) -> Vec<Period> {
        periods(item, &self.calendar)
    }

    /// The name of a period, by its key.
    pub(super) fn period_name(&self, key: i64) -> String {
        let found = self.periods.iter().find(|(_, known)| **known == key);
        found.map_or_else(String::new, |(period, _)| period.name())
    }
}

fn blamed(item: &ItemFacts<'_>, departments: &[ReportingDepartment]) -> Vec<bool> {
    let roles: Vec<Role> = departments.iter().map(|one| one.role).collect();
    plot::blamed(item, &roles)
}

fn periods(item: &ReportedItem, calendar: &Calendar) -> Vec<Period> {
    let Some(schedule) = calendar.schedule(item.schedule_id) else {
        return Vec::new();
    };
    let periods = schedule.periods(item.reported_from);
    periods
        .take_while(|period| period.first <= calendar.today)
        .collect()
}
