//! Departments, their names, successors and rosters, as the database keeps them.

use chrono::NaiveDate;
use fengong::registry::{Registry, Resolution, SuccessionKind};
use fengong::store::registry;

use crate::support::server::Template;
use crate::support::{House, seeds};

const XINJIANG: &str = "65";

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

async fn loaded(house: &House) -> Registry {
    registry::load(&mut *house.db().await).await.unwrap()
}

fn code(registry: &Registry, name: &str, on: NaiveDate) -> Option<String> {
    match registry.resolve(name, XINJIANG, Some(on)) {
        Resolution::Found(department) => Some(department.code.clone()),
        Resolution::Ambiguous(several) => panic!("{name} is one of {several:?}"),
        Resolution::Unknown => None,
    }
}

#[tokio::test]
async fn what_was_read_from_the_tables_comes_back_from_the_database() {
    let house = House::over(Template::Registry).await;
    let (rows, registry) = (seeds::registry_rows(), loaded(&house).await);
    assert_eq!(registry.jurisdictions().len(), rows.jurisdictions.len());
    assert_eq!(registry.successions().len(), rows.successions.len());
    for wanted in &rows.departments {
        assert_eq!(registry.department(&wanted.code), Some(wanted));
    }
    for alias in rows.aliases {
        let on = alias
            .valid_from
            .or(alias.valid_to.and_then(|to| to.pred_opt()));
        let department = registry.department(&alias.department).unwrap();
        let found = registry.resolve(&alias.alias, &department.jurisdiction, on);
        assert_eq!(found, Resolution::Found(department), "{}", alias.alias);
    }
}

#[tokio::test]
async fn adding_the_registry_again_adds_nothing_and_undoes_no_correction() {
    let house = House::over(Template::Registry).await;
    house
        .run("update department set short_name = '自治区市场局', valid_to = '2030-01-01' where code = 'xj.scj'")
        .await;
    let added = registry::add(&mut *house.db().await, &seeds::registry_rows()).await;
    assert_eq!(added.unwrap(), registry::Saved::default());
    let registry = loaded(&house).await;
    let corrected = registry.department("xj.scj").unwrap();
    assert_eq!(corrected.short_name, "自治区市场局");
    assert_eq!(corrected.valid_to, Some(day(2030, 1, 1)));
}

#[tokio::test]
async fn a_name_means_the_department_that_carried_it_on_the_day() {
    let house = House::over(Template::Registry).await;
    let registry = loaded(&house).await;
    let found = |name: &str, on| code(&registry, name, on);
    // A document of 2019 that still prints 质监局 means the body that ended in 2018.
    for on in [day(2017, 5, 9), day(2019, 3, 1)] {
        assert_eq!(found("自治区质监局", on).as_deref(), Some("xj.zjj"));
    }
    assert_eq!(
        found("自治区旅发委", day(2017, 5, 9)).as_deref(),
        Some("xj.lfw")
    );
    assert_eq!(found("自治区教育局", day(2017, 5, 9)), None);
    assert_eq!(
        registry.resolve("自治区质监局", "31", None),
        Resolution::Unknown,
        "another region has its own"
    );
}

#[tokio::test]
async fn a_merger_takes_the_whole_body_over_on_its_day() {
    let house = House::over(Template::Registry).await;
    let registry = loaded(&house).await;
    let before = registry.successors("xj.zjj", day(2018, 11, 27));
    assert!(before.is_empty(), "{before:?}");
    let after = registry.successors("xj.zjj", day(2018, 11, 28));
    let [one] = after.as_slice() else {
        panic!("{after:?}");
    };
    assert_eq!(
        (one.to.as_str(), one.kind),
        ("xj.scj", SuccessionKind::Merge)
    );
}

#[tokio::test]
async fn a_split_names_what_goes_where_and_leaves_the_choice_to_a_person() {
    let house = House::over(Template::Registry).await;
    let registry = loaded(&house).await;
    let mut scopes: Vec<(&str, &str)> = registry
        .successors("xj.syj", day(2019, 1, 1))
        .into_iter()
        .map(|one| {
            assert_eq!(one.kind, SuccessionKind::Split);
            (one.to.as_str(), one.scope.as_str())
        })
        .collect();
    scopes.sort_unstable();
    assert_eq!(
        scopes,
        [
            ("xj.scj", "食品安全监督管理"),
            ("xj.ypj", "药品、医疗器械、化妆品监督管理")
        ]
    );
}

#[tokio::test]
async fn every_successor_begins_when_its_predecessor_ends() {
    let house = House::over(Template::Registry).await;
    let gaps = "
        select f.code || ' ' || t.code from succession s
        join department f on f.id = s.from_id join department t on t.id = s.to_id
        where f.valid_to is distinct from s.on_date
           or t.valid_from is not null and t.valid_from > s.on_date";
    assert_eq!(house.values::<String>(gaps).await, [""; 0]);
}

#[tokio::test]
async fn a_roster_is_that_of_the_day() {
    let house = House::over(Template::Registry).await;
    let registry = loaded(&house).await;
    let names = |collective: &str, on| -> Vec<String> {
        let members = registry.members(collective, Some(on));
        members.into_iter().map(|one| one.name.clone()).collect()
    };
    // 吐鲁番 became a city in 2015 and 哈密 in 2016; there were always fourteen.
    for (on, governments, commissions) in [
        (day(2014, 1, 1), 7, 7),
        (day(2015, 12, 31), 8, 6),
        (day(2017, 5, 9), 9, 5),
    ] {
        let members = (names("xj.gdz", on), names("xj.gxs", on));
        assert_eq!(members.0.len(), governments, "{members:?}");
        assert_eq!(members.1.len(), commissions, "{members:?}");
    }
    let cities = names("xj.gdz", day(2017, 5, 9));
    assert_eq!(cities[..2], ["乌鲁木齐市人民政府", "克拉玛依市人民政府"]);
}

#[tokio::test]
async fn a_department_is_within_reach_of_its_own_region() {
    let house = House::over(Template::Registry).await;
    let strays = "
        select m.code from roster_member r
        join department c on c.id = r.collective_id join department m on m.id = r.member_id
        where m.jurisdiction_id <> c.jurisdiction_id";
    assert_eq!(house.values::<String>(strays).await, [""; 0]);
}
