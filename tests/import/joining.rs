//! A division notice (000) finds the decision (002) whose work it hands out, whichever arrives first.

use fengong::domain::DocumentLinkKind;
use fengong::import::{Imported, Joined};
use fengong::store::links;

use super::{about, document};
use crate::support::server::Template;
use crate::support::{House, seeds};

async fn import(house: &House, tag: &str) -> Vec<Joined> {
    let text = seeds::text(tag);
    let mut db = house.db().await;
    let done = seeds::import(&mut db, seeds::file_name(tag), text.as_bytes()).await;
    match done.unwrap().imported {
        Imported::New { joined, .. } => joined,
        Imported::Already { .. } => panic!("{tag} was there"),
    }
}

async fn link(house: &House) -> i64 {
    let (notice, decision) = (document(house, "000").await, document(house, "002").await);
    house
        .value(format!(
            "select id from document_link
             where from_document_id = {notice} and to_document_id = {decision} and kind = 'assigns'"
        ))
        .await
}

/// The matched items, those in the same words and those in others.
async fn pairs(house: &House, link: i64) -> Vec<links::PairLine> {
    let mut db = house.db().await;
    let mut pairs = links::pairs(&mut db, link, true, 100, 0).await.unwrap();
    pairs.extend(links::pairs(&mut db, link, false, 100, 0).await.unwrap());
    pairs
}

#[tokio::test]
async fn every_task_of_the_notice_is_one_of_the_decision() {
    let house = House::new().await;
    let link = link(&house).await;
    let pairs = pairs(&house, link).await;
    assert_eq!(pairs.len(), 33);
    let pair = |locus: &str| pairs.iter().find(|pair| pair.from_locus == locus).unwrap();
    // Both number in their own way: the notice within each part, the decision throughout.
    for (notice, decision) in [
        ("二.1", "二（三）"),
        ("三.7", "三（十二）"),
        ("八.4", "八（三十五）"),
    ] {
        assert_eq!(pair(notice).to_locus, decision);
    }
    let mut decisions: Vec<&str> = pairs.iter().map(|pair| pair.to_locus.as_str()).collect();
    decisions.sort_unstable();
    decisions.dedup();
    assert_eq!(
        decisions.len(),
        33,
        "each task of the decision is matched once"
    );
}

#[tokio::test]
async fn differences_of_wording_are_told_from_differences_of_punctuation() {
    let house = House::new().await;
    let link = link(&house).await;
    let pairs = pairs(&house, link).await;
    // The scan of the decision takes one 发 for 發; that is no other wording.
    let letters = |text: &str| -> String {
        let text = text.replace('發', "发");
        text.chars().filter(|c| c.is_alphanumeric()).collect()
    };
    for pair in &pairs {
        assert_eq!(
            pair.identical,
            letters(&pair.from_body) == letters(&pair.to_body),
            "{} {}\n{}\n{}",
            pair.from_locus,
            pair.title,
            pair.from_body,
            pair.to_body
        );
    }
}

#[tokio::test]
async fn every_goal_line_gets_its_numbers_from_the_decision() {
    let house = House::new().await;
    let question = "
        select i.title, string_agg(
            concat_ws(' ', t.name, t.comparator, trim_scale(t.value)::text || t.unit, t.grade),
            '；' order by x.ordinal)
        from item i join item_target x on x.item_id = i.id join target t on t.id = x.target_id
        where i.document_id = $1 and i.kind = 'goal' group by i.id order by i.ordinal";
    let given: Vec<(String, String)> = house.rows(about(&house, "000", question).await).await;
    let given: Vec<String> = given
        .into_iter()
        .map(|(title, numbers)| format!("{title}：{numbers}"))
        .collect();
    // Read in 002 一（二）: fourteen lines, seventeen of its eighteen numbers.
    assert_eq!(
        given,
        [
            "制造业质量竞争力指数：制造业质量竞争力指数 at_least 82",
            "工业产品监督抽查合格率：工业产品监督抽查合格率 at_least 92%",
            "重点地产食品监督抽查合格率：重点领域地产食品监督抽查合格率 at_least 96%",
            "地产农产品监督抽查合格率：地产农产品监督抽查合格率 at_least 96%",
            "重点领域主要消费品与国际标准一致性：重点领域主要消费品与国际标准一致性程度 at_least 95%",
            "培育新疆名牌产品：新疆名牌产品 at_least 350个",
            "培育新疆农业名牌：新疆农业名牌产品 at_least 150个",
            "培育著名商标、国家地理商标：著名商标 at_least 550件；国家地理商标 at_least 80件",
            "培育地理标志产品：地理标志产品 at_least 40个",
            "重要民生工程和大中型工程建设项目竣工验收合格率：重要民生工程和大中型工程建设项目竣工验收合格率 equal 100%",
            "主要服务业顾客满意度：主要服务业顾客满意度 at_least 80%",
            "主要污染物排放、全区城市环境空气质量优良天数比例：主要污染物排放 within_external；全区城市环境空气质量优良天数比例 within_external",
            "万元生产总值能耗、单位生产总值二氧化碳排放：万元生产总值能耗 within_external；单位生产总值二氧化碳排放 within_external",
            "国务院质量考核：国务院质量考核 grade B级",
        ]
    );
}

#[tokio::test]
async fn the_one_number_that_no_line_asks_for_is_left_over() {
    let house = House::new().await;
    let link = link(&house).await;
    let left = links::remainders(&mut *house.db().await, link)
        .await
        .unwrap();
    let targets: Vec<&str> = left
        .iter()
        .filter(|one| one.side == "target")
        .map(|one| one.title.as_str())
        .collect();
    assert_eq!(targets, ["服务行业培育新疆名牌"]);
    let notice: Vec<&str> = left
        .iter()
        .filter(|one| one.side == "notice")
        .map(|one| one.title.as_str())
        .collect();
    assert_eq!(
        notice, [""; 0],
        "every line and task of the notice is in the decision"
    );
    let decision: Vec<&str> = left
        .iter()
        .filter(|one| one.side == "decision")
        .map(|one| one.locus.as_str())
        .collect();
    // The guiding thought gives nobody work.
    assert_eq!(decision, ["一（一）"]);
}

#[tokio::test]
async fn a_commitment_in_two_documents_is_counted_once() {
    let house = House::new().await;
    // What the notice shows instead: the goals line by line, and every task.
    let left = "
        select i.locus from item i
        where not served and document_id = (select to_document_id from document_link)";
    assert_eq!(house.values::<String>(left).await, ["一（一）"]);
    let elsewhere = "
        select i.locus from item i
        where served and document_id <> (select to_document_id from document_link)";
    assert_eq!(house.values::<String>(elsewhere).await, [""; 0]);
    let twice: i64 = house
        .value("select count(*) from tracked_duty u join item_link x on x.to_item_id = u.item_id")
        .await;
    assert_eq!(twice, 0);
}

#[tokio::test]
async fn documents_find_each_other_whichever_arrives_first() {
    let outcome = async |first: &str, second: &str| {
        let house = House::over(Template::Registry).await;
        assert_eq!(import(&house, first).await, []);
        let joined = import(&house, second).await;
        assert_eq!(joined.len(), 1);
        let one = &joined[0];
        assert_eq!(one.kind, DocumentLinkKind::Assigns);
        assert_eq!(one.from, document(&house, "000").await);
        assert_eq!(one.to, document(&house, "002").await);
        let rows: Vec<(String, String, bool)> = house.rows("select f.locus, t.locus, x.identical from item_link x
             join item f on f.id = x.from_item_id join item t on t.id = x.to_item_id order by f.ordinal")
.await;
        (one.items, one.supplied, one.unmatched_targets, rows)
    };
    let decision_first = outcome("002", "000").await;
    assert_eq!(decision_first.0, 33);
    assert_eq!((decision_first.1, decision_first.2), (17, 1));
    assert_eq!(outcome("000", "002").await, decision_first);
}

#[tokio::test]
async fn documents_that_do_not_name_each_other_stay_apart() {
    let house = House::new().await;
    let links: i64 = house.value("select count(*) from document_link").await;
    assert_eq!(links, 1);
}
