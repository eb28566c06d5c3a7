//! How many rows each seed document becomes. The numbers were counted by reading the documents.

use super::about;
use crate::support::House;

const SECTIONS: &str = "select count(*) from section where document_id = $1";
const GOALS: &str = "select count(*) from item where document_id = $1 and kind = 'goal'";
const TASKS: &str = "select count(*) from item where document_id = $1 and kind = 'task'";
const PARTS: &str = "select count(*) from item where document_id = $1 and parent_id is not null";
const RESPONSIBILITIES: &str = "
    select count(*) from responsibility r join item i on i.id = r.item_id
    where i.document_id = $1";

async fn count(house: &House, tag: &str, question: &str) -> i64 {
    house.value(about(house, tag, question).await).await
}

/// Responsibilities by kind of item, role and whether the body is one of many: `task joint 256`.
async fn responsibilities(house: &House, tag: &str) -> Vec<String> {
    let question = "
        select concat_ws(' ', i.kind, r.role, case when r.collective then 'collective' end, count(*))
        from responsibility r join item i on i.id = r.item_id where i.document_id = $1
        group by i.kind, r.role, r.collective order by i.kind, r.role, r.collective";
    house.values(about(house, tag, question).await).await
}

/// How many targets each item of a document has that has any, by locus: `三.7 7`.
async fn targets(house: &House, tag: &str) -> Vec<String> {
    let question = "
        select concat(i.locus, ' ', count(*)) from target t join item i on i.id = t.item_id
        where i.document_id = $1 group by i.id order by i.ordinal";
    house.values(about(house, tag, question).await).await
}

#[tokio::test]
async fn the_division_of_2017_is_written_as_it_reads() {
    let house = House::new().await;
    assert_eq!(count(&house, "000", SECTIONS).await, 8);
    assert_eq!(count(&house, "000", GOALS).await, 14);
    assert_eq!(count(&house, "000", TASKS).await, 33);
    assert_eq!(
        responsibilities(&house, "000").await,
        [
            "goal joint 16",
            "goal lead 15",
            "task joint 256",
            "task joint collective 26"
        ]
    );
    assert!(targets(&house, "000").await.contains(&"三.7 7".to_owned()));
}

#[tokio::test]
async fn the_opinions_on_quality_are_written_as_they_read() {
    let house = House::new().await;
    assert_eq!(count(&house, "001", PARTS).await, 15);
    assert_eq!(count(&house, "001", TASKS).await, 24 + 15);
    assert_eq!(count(&house, "001", GOALS).await, 0);
    assert_eq!(count(&house, "001", RESPONSIBILITIES).await, 0);
    let parents = "select count(distinct parent_id) from item where document_id = $1";
    assert!(count(&house, "001", parents).await > 1);
    let numbered = "select count(*) from target t join item i on i.id = t.item_id
                    where i.document_id = $1 and (t.value is not null or t.comparator = 'within_external')";
    assert_eq!(count(&house, "001", numbered).await, 13);
}

#[tokio::test]
async fn the_decision_of_2017_is_written_as_it_reads() {
    let house = House::new().await;
    let numbered =
        "select count(*) from item where document_id = $1 and parent_id is null and label <> ''";
    assert_eq!(count(&house, "002", numbered).await, 35);
    assert_eq!(count(&house, "002", RESPONSIBILITIES).await, 0);
    let targets = targets(&house, "002").await;
    for stated in ["一（二） 18", "三（十二） 7"] {
        assert!(targets.contains(&stated.to_owned()), "{targets:?}");
    }
}

#[tokio::test]
async fn the_action_plan_of_2015_is_written_as_it_reads() {
    let house = House::new().await;
    assert_eq!(count(&house, "003", TASKS).await, 18);
    assert_eq!(count(&house, "003", GOALS).await, 0);
    assert_eq!(
        responsibilities(&house, "003").await,
        ["task joint 115", "task joint collective 3"]
    );
}

#[tokio::test]
async fn the_assessment_of_2014_is_written_as_it_reads() {
    let house = House::new().await;
    assert_eq!(count(&house, "004", GOALS).await, 2);
    assert_eq!(count(&house, "004", TASKS).await, 55);
    let first =
        "select count(*) from item where document_id = $1 and kind = 'goal' and ordinal <= 2";
    assert_eq!(count(&house, "004", first).await, 2);
    assert_eq!(
        responsibilities(&house, "004").await,
        [
            "goal joint 2",
            "task joint 148",
            "task lead 1",
            "task support collective 1"
        ]
    );
}

#[tokio::test]
async fn counts_beside_a_document_are_those_of_its_rows() {
    let house = House::new().await;
    let wrong: Vec<i64> = house
        .values(
            "select id from document d
         where items <> (select count(*) from item where document_id = d.id)
            or sections <> (select count(*) from section where document_id = d.id)",
        )
        .await;
    assert_eq!(wrong, Vec::<i64>::new());
}

#[tokio::test]
async fn every_department_that_is_named_is_one_of_the_registry() {
    let house = House::new().await;
    let made: Vec<String> = house
        .values("select name from department where code like 'new.%'")
        .await;
    assert_eq!(made, Vec::<String>::new());
    // A list prints the region once and means it for every name.
    let question = "
        select distinct r.printed from responsibility r
        join item i on i.id = r.item_id join department d on d.id = r.department_id
        where i.document_id = $1 and d.code = 'xj.zjj' order by r.printed";
    let printed: Vec<String> = house.values(about(&house, "000", question).await).await;
    assert_eq!(printed, ["自治区质监局", "质监局"]);
}

#[tokio::test]
async fn a_collective_body_with_a_roster_reports_member_by_member() {
    let house = House::new().await;
    let question = "
        select r.printed, count(*) from duty u
        join responsibility r on r.id = u.responsibility_id join item i on i.id = u.item_id
        where i.document_id = $1 and i.locus = '八.4' group by r.printed order by 2 desc";
    let duties: Vec<(String, i64)> = house.rows(about(&house, "000", question).await).await;
    let duties: Vec<(&str, i64)> = duties
        .iter()
        .map(|(printed, count)| (printed.as_str(), *count))
        .collect();
    // Four cities and five autonomous prefectures, five commissions of prefectures; who belongs to the leading group
    // is nowhere listed, so that it stands for itself.
    assert_eq!(
        duties,
        [
            ("各地州市人民政府", 9),
            ("行政公署", 5),
            ("自治区质量强区工作领导小组成员单位", 1)
        ]
    );
    let question = "
        select count(*) from (
            select 1 from duty u join department d on d.id = u.department_id
            where u.document_id = $1 and d.code ~ '^xj[.]65'
            group by u.item_id having count(*) = 14) items";
    let governed = count(&house, "000", question).await;
    assert_eq!(
        governed, 8,
        "eight tasks name all governments below the region"
    );
}

#[tokio::test]
async fn a_department_reports_once_on_an_item_however_often_it_is_named() {
    let house = House::new().await;
    let uncovered = "
        select i.id, r.printed from responsibility r join item i on i.id = r.item_id
        where not r.collective and not exists (
            select 1 from duty u where u.item_id = r.item_id and u.department_id = r.department_id)";
    assert_eq!(house.rows::<(i64, String)>(uncovered).await, []);
    let twice = "
        select item_id, department_id from duty group by item_id, department_id having count(*) > 1";
    assert_eq!(house.rows::<(i64, i64)>(twice).await, []);
}
