//! Tables of days: what is due, what was said, who hears of it.

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

const CLERK: i64 = 1;
const REVIEWER: i64 = 2;
const OFFICE: i64 = 3;

fn person(user: i64, post: Post) -> Addressee {
    let of_unit = post != Post::Office;
    Addressee {
        user,
        post,
        department: of_unit.then_some(7),
        jurisdiction: (!of_unit).then_some(65),
        told_on: None,
    }
}

fn everybody() -> Vec<Addressee> {
    vec![
        person(CLERK, Post::Clerk),
        person(REVIEWER, Post::Reviewer),
        person(OFFICE, Post::Office),
    ]
}

/// The second quarter of 2018, due on Monday, 25 June.
fn quarter() -> Due {
    Due {
        department: 7,
        jurisdiction: 65,
        matter: Matter::Round(Cycle::Quarter, day("2018-04-01")),
        due_on: day("2018-06-25"),
        open: 18,
        handed_in: 0,
    }
}

/// Users and steps that a day brings.
fn on(today: &str, addressees: &[Addressee], told: &Told) -> Vec<(i64, i32)> {
    let rules = ReminderRules::default();
    let planned = plan(
        &[quarter()],
        addressees,
        told,
        &rules,
        day(today),
        &is_weekday,
    );
    planned.iter().map(|one| (one.user, one.step)).collect()
}

#[test]
fn each_step_reaches_those_whom_it_is_for() {
    let table: &[(&str, &[(i64, i32)])] = &[
        ("2018-06-15", &[]),
        // Seven days before, a Monday; on the days after it is still the newest step.
        ("2018-06-18", &[(CLERK, -7)]),
        ("2018-06-20", &[(CLERK, -7)]),
        ("2018-06-22", &[(CLERK, -3)]),
        // The day before is a Sunday: it is said on Monday, the day itself.
        ("2018-06-23", &[]),
        ("2018-06-24", &[]),
        ("2018-06-25", &[(CLERK, -1)]),
        ("2018-06-26", &[(CLERK, 1), (REVIEWER, 1)]),
        ("2018-07-01", &[]),
        ("2018-07-02", &[(CLERK, 7), (REVIEWER, 7), (OFFICE, 7)]),
        // The newest step, however late the program was started.
        ("2018-09-03", &[(CLERK, 7), (REVIEWER, 7), (OFFICE, 7)]),
    ];
    for (today, expected) in table {
        assert_eq!(
            on(today, &everybody(), &Told::new()),
            *expected,
            "on {today}"
        );
    }
}

#[test]
fn nobody_is_told_the_same_twice() {
    let key = quarter().matter.key();
    let told = Told::from([(CLERK, 7, key, 1)]);
    assert_eq!(on("2018-06-27", &everybody(), &told), [(REVIEWER, 1)]);
    // The next step is another reminder.
    assert_eq!(on("2018-07-02", &everybody(), &told).len(), 3);
}

#[test]
fn a_person_with_two_posts_or_two_mentions_is_told_once() {
    let both = [person(CLERK, Post::Clerk), person(CLERK, Post::Reviewer)];
    assert_eq!(on("2018-06-26", &both, &Told::new()), [(CLERK, 1)]);
}

#[test]
fn without_a_clerk_the_reviewer_is_told_from_the_first_step() {
    let alone = [person(REVIEWER, Post::Reviewer)];
    assert_eq!(on("2018-06-18", &alone, &Told::new()), [(REVIEWER, -7)]);
}

#[test]
fn what_waits_for_a_reviewer_is_the_reviewers() {
    let rules = ReminderRules::default();
    let planned = |handed_in| {
        let due = Due {
            handed_in,
            ..quarter()
        };
        let today = day("2018-06-18");
        let planned = plan(
            &[due],
            &everybody(),
            &Told::new(),
            &rules,
            today,
            &is_weekday,
        );
        planned.iter().map(|one| one.user).collect::<Vec<_>>()
    };
    assert_eq!((planned(17), planned(18)), (vec![CLERK], vec![REVIEWER]));
}

#[test]
fn holidays_are_quiet_and_what_they_held_back_is_said_once_after_them() {
    // 2018-10-01 to 2018-10-07 are the national holidays; Sunday, 30 September, is worked in exchange.
    let works = |on: NaiveDate| match on {
        on if on == day("2018-09-30") => true,
        on if (day("2018-10-01")..=day("2018-10-07")).contains(&on) => false,
        on => is_weekday(on),
    };
    let due = Due {
        due_on: day("2018-10-09"),
        ..quarter()
    };
    let mut told = Told::new();
    let mut said = Vec::new();
    for today in day("2018-09-28").iter_days().take(14) {
        let clerk = [person(CLERK, Post::Clerk)];
        for one in plan(
            &[due],
            &clerk,
            &told,
            &ReminderRules::default(),
            today,
            &works,
        ) {
            said.push((today.to_string(), one.step));
            told.insert((one.user, 7, due.matter.key(), one.step));
        }
    }
    // -7 and -3 fell into the holidays; on 8 October the newest step is the day before.
    let said: Vec<(&str, i32)> = said.iter().map(|(on, step)| (on.as_str(), *step)).collect();
    assert_eq!(said, [("2018-10-08", -1), ("2018-10-10", 1)]);
}

#[test]
fn a_person_is_left_in_peace_between_reminders() {
    let rules = ReminderRules {
        gap: 3,
        ..ReminderRules::default()
    };
    let mut clerk = person(CLERK, Post::Clerk);
    clerk.told_on = Some(day("2018-06-20"));
    let planned = |today: &str| {
        plan(
            &[quarter()],
            &[clerk],
            &Told::new(),
            &rules,
            day(today),
            &is_weekday,
        )
        .len()
    };
    assert_eq!((planned("2018-06-22"), planned("2018-06-25")), (0, 1));
    // What was held back is not lost, and on the same day nothing is added.
    clerk.told_on = Some(day("2018-06-25"));
    assert_eq!(on("2018-06-25", &[clerk], &Told::new()), []);
}

#[test]
fn the_office_of_another_region_or_a_clerk_of_another_unit_hears_nothing() {
    let mut office = person(OFFICE, Post::Office);
    office.jurisdiction = Some(64);
    let mut clerk = person(CLERK, Post::Clerk);
    clerk.department = Some(8);
    assert_eq!(on("2018-07-02", &[office, clerk], &Told::new()), []);
    office.jurisdiction = None;
    assert_eq!(
        on("2018-07-02", &[office, clerk], &Told::new()),
        [(OFFICE, 7)]
    );
}

#[test]
fn an_item_is_remembered_apart_from_its_round() {
    assert_eq!(quarter().matter.key(), "round:quarter:2018-04-01");
    let item = Matter::Item(17, day("2018-12-31"));
    assert_eq!(item.key(), "item:17:2018-12-31");
    let named = Matter::round(&quarter().matter.key()).map(Period::name);
    assert_eq!(named.as_deref(), Some("2018年第二季度"));
    assert_eq!(Matter::round(&item.key()), None);
}

#[test]
fn the_office_has_a_step_of_its_own() {
    let rules = ReminderRules {
        after: vec![1, 3],
        office: 10,
        ..ReminderRules::default()
    };
    assert_eq!(rules.steps(), [-7, -3, -1, 1, 3, 10]);
}
