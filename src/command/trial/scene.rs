//! One item of a trial, with all that belongs to it, and the reports of its departments.

use super::dice::Dice;
use super::figures::Movement;
use super::moments::Moments;
use super::outlook::outlook;
use super::people::{has_account, has_reviewer};
use super::plot::{Course, DutyFacts, Habit, ItemFacts, Stage, Turn};
use super::reading::{Reading, as_of, shown, stated};
use super::story::Story;
use super::wording::{self, Topic};
use crate::domain::{Pace, Period, Role, TargetKind};
use crate::store::demonstrations::{
    Demonstration, ReportedItem, ReportedTarget, ReportingDepartment,
};
use crate::store::reports::Words;

/// One item with all that belongs to it.
#[derive(Debug)]
pub(super) struct Scene<'s> {
    story: &'s Story,
    item: &'s ReportedItem,
    targets: &'s [ReportedTarget],
    periods: Vec<Period>,
    facts: ItemFacts<'s>,
    course: Course,
}

impl<'s> Scene<'s> {
    /// The scene of an item whose course is known.
    pub(super) fn new(
        story: &'s Story,
        item: &'s ReportedItem,
        facts: ItemFacts<'s>,
        course: Course,
    ) -> Self {
        Self {
            story,
            item,
            targets: story.targets(item),
            periods: story.periods_of(item),
            facts,
            course,
        }
    }

    /// What one department reported, period by period.
    pub(super) fn reports(
        &self,
        department: &ReportingDepartment,
        habit: Habit,
        blamed: bool,
        place: usize,
    ) -> Vec<Demonstration> {
        // Whoever signs in as a lead finds what others have reported to it.
        let habit = match self.collector(department) {
            Some(lead) if has_account(lead) => Habit::Early,
            _ => habit,
        };
        let duty = DutyFacts {
            item: self.facts,
            course: self.course,
            department: &department.code,
            habit,
            has_account: has_account(&department.code),
            has_reviewer: has_reviewer(&department.code),
            blamed,
            place,
            periods: self.periods.len(),
        };
        let turns = duty.turns();
        let first = turns.iter().position(Option::is_some);
        let report = |(step, turn): (usize, &Option<Turn>)| {
            Some(self.report(department, (*turn)?, step, first == Some(step)))
        };
        turns.iter().enumerate().filter_map(report).collect()
    }

    fn report(
        &self,
        department: &ReportingDepartment,
        turn: Turn,
        step: usize,
        first: bool,
    ) -> Demonstration {
        let period = self.periods[step];
        let [document, locus] = self.facts.name;
        let dice = Dice::of(&[document, locus, &department.code, &period.name()]);
        let readings = self.readings(department, step);
        let words = self.words(turn, &readings, first, dice);
        let today = self.story.today;
        let moments = if period.last < today {
            Moments::of(self.story.due_on(self.item, period), dice)
        } else {
            Moments::before(today, dice)
        };
        let steps = self.story.people.steps(
            &department.code,
            &self.item.region,
            self.collector(department),
            &moments,
        );
        let returned = matches!(turn.stage, Stage::Returned | Stage::GivenBack);
        let inside = matches!(
            turn.stage,
            Stage::Draft | Stage::HandedIn | Stage::GivenBack
        );
        let reviewed = match turn.stage {
            Stage::GivenBack => Some(steps.given_back),
            Stage::Returned | Stage::Accepted => Some(steps.reviewed),
            _ => None,
        };
        Demonstration {
            item: self.item.id,
            department: department.id,
            period: self.story.key(period),
            words,
            values: readings.into_iter().map(|reading| reading.value).collect(),
            begun: steps.begun,
            handed_in: steps.handed_in.filter(|_| turn.stage != Stage::Draft),
            submitted: (!inside).then_some(steps.submitted),
            reviewed,
            return_reason: returned.then(|| wording::return_reason(!self.targets.is_empty(), dice)),
        }
    }

    /// The department to which one that supports it reports.
    fn collector(&self, department: &ReportingDepartment) -> Option<&str> {
        let others = self.story.departments(self.item).iter();
        let mut leads = others.filter(|one| one.role == Role::Lead);
        let supports = department.role == Role::Support;
        leads
            .next()
            .filter(|_| supports)
            .map(|lead| lead.code.as_str())
    }

    fn words(&self, turn: Turn, readings: &[Reading], first: bool, dice: Dice) -> Words {
        let mut words = wording::words(&Topic {
            kind: self.item.kind,
            title: &self.item.title,
            body: &self.item.body,
            target: self.targets.first().map(|one| one.target.kind),
            first,
            stated: stated(turn.stated, readings),
            figures: readings
                .iter()
                .map(|reading| reading.sentence.clone())
                .collect(),
            shortfall: readings
                .iter()
                .find_map(|reading| reading.shortfall.clone()),
            dice,
        });
        words.computed = shown(readings);
        outlook(&mut words, self.item.deadline_last.is_some(), dice);
        if turn.stage == Stage::Draft {
            // Not thought through to the end.
            words.next_step.clear();
        }
        words
    }

    /// What a department reports for each target in a period.
    fn readings(&self, department: &ReportingDepartment, step: usize) -> Vec<Reading> {
        let period = self.periods[step];
        let dice = Dice::of(&self.facts.name);
        let lagging = dice.throw("lagging target", self.targets.len());
        let reading = |(place, one): (usize, &ReportedTarget)| {
            // What accumulates is counted for the region, whoever reports it; a share is that of one's own field.
            let shared = one.target.kind == TargetKind::Flow || self.facts.departments == 1;
            let movement = Movement {
                target: &one.target,
                pace: Pace {
                    start: self.item.reported_from,
                    end: one.deadline_last.or(self.item.deadline_last),
                    on: period.last,
                },
                step: (step, self.periods.len()),
                lags: self.course == Course::Lagging && place == lagging,
                item: dice,
                own: (!shared).then(|| Dice::of(&[&department.code])),
            };
            Reading::new(one, &movement, department, as_of(period))
        };
        self.targets.iter().enumerate().map(reading).collect()
    }
}
