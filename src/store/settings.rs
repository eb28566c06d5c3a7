//! Settings of the installation, as words.

use sqlx::PgConnection;

use crate::domain::ReminderRules;

/// The value of a setting.
pub async fn get(db: &mut PgConnection, key: &str) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("select value from setting where key = $1", key)
        .fetch_optional(db)
        .await
}

/// Sets a setting.
pub async fn set(db: &mut PgConnection, key: &str, value: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into setting (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value",
        key,
        value
    )
    .execute(db)
    .await?;
    Ok(())
}

/// When people are reminded.
const REMINDERS: [&str; 4] = [
    "reminder_before",
    "reminder_after",
    "reminder_office",
    "reminder_gap",
];

/// When people are reminded: as set, else as usual.
pub async fn reminder_rules(db: &mut PgConnection) -> sqlx::Result<ReminderRules> {
    let names = REMINDERS.map(str::to_owned);
    let rows = sqlx::query!("select key, value from setting where key = any($1)", &names)
        .fetch_all(db)
        .await?;
    let value = |name: &str| {
        let row = rows.iter().find(|row| row.key == name);
        row.map(|row| row.value.as_str())
    };
    let usual = ReminderRules::default();
    let days = |name, usual: Vec<i32>| {
        value(name).map_or(usual, |days| {
            days.split(',').filter_map(|day| day.parse().ok()).collect()
        })
    };
    let [before, after, office, gap] = REMINDERS;
    Ok(ReminderRules {
        before: days(before, usual.before),
        after: days(after, usual.after),
        office: value(office)
            .and_then(|day| day.parse().ok())
            .unwrap_or(usual.office),
        gap: value(gap)
            .and_then(|day| day.parse().ok())
            .unwrap_or(usual.gap),
    })
}

/// Sets when people are reminded.
pub async fn set_reminder_rules(db: &mut PgConnection, rules: &ReminderRules) -> sqlx::Result<()> {
    let days = |days: &[i32]| {
        let days: Vec<String> = days.iter().map(ToString::to_string).collect();
        days.join(",")
    };
    let values = [
        days(&rules.before),
        days(&rules.after),
        rules.office.to_string(),
        rules.gap.to_string(),
    ];
    sqlx::query!(
        r#"insert into setting (key, value) select * from unnest($1::text[], $2::text[])
           on conflict (key) do update set value = excluded.value"#,
        &REMINDERS.map(str::to_owned),
        &values
    )
    .execute(db)
    .await?;
    Ok(())
}
