//! What holds for every text whatever: reading ends, never panics, and every span is a real slice.

use fengong::document::{self, Parsed, Span};
use proptest::prelude::*;

const SEEDS: [&str; 5] = [
    include_str!("../seed-data/documents/新疆-2017-05-实施质量强区战略任务分工.txt"),
    include_str!("../seed-data/documents/新疆-2017-02-关于实施质量强区战略的决定.txt"),
    include_str!("../seed-data/documents/新疆-2015-05-贯彻质量发展纲要2015年行动计划实施方案.txt"),
    include_str!("../seed-data/documents/新疆-日期不详-开展质量提升行动的实施意见.txt"),
    include_str!("../seed-data/documents/宁夏-2014-省级政府质量工作考核分工方案.txt"),
];

/// Every span of a reading.
fn spans(parsed: &Parsed) -> Vec<Span> {
    let mut spans: Vec<Span> = parsed.sections.iter().map(|section| section.span).collect();
    spans.extend(parsed.findings.iter().map(|finding| finding.span));
    spans.extend(parsed.paragraphs.iter().map(|paragraph| paragraph.span));
    for item in &parsed.items {
        spans.push(item.span);
        spans.extend(item.responsibilities.iter().map(|one| one.span));
        spans.extend(item.targets.iter().map(|found| found.span));
        spans.extend(item.deadline.iter().map(|(_, span)| *span));
    }
    spans
}

#[track_caller]
fn holds(text: &str) -> Parsed {
    let parsed = document::parse(text);
    for span in spans(&parsed) {
        assert!(
            text.get(span.start..span.end).is_some(),
            "{span:?} is no slice of the text"
        );
    }
    for item in &parsed.items {
        for one in &item.responsibilities {
            assert!(!one.printed.is_empty(), "an empty name in {:?}", item.title);
            let slice: String = one
                .span
                .of(text)
                .chars()
                .filter(|c| !c.is_whitespace())
                .collect();
            let printed: String = one.printed.chars().filter(|c| !c.is_whitespace()).collect();
            assert!(
                slice.contains(&printed) || slice.len() >= printed.len(),
                "{:?} is not at its span",
                one.printed
            );
        }
        assert!(item.parent.is_none_or(|parent| parent < parsed.items.len()));
        assert!(
            item.section
                .is_none_or(|section| section < parsed.sections.len())
        );
    }
    parsed
}

#[test]
fn a_text_cut_off_anywhere_still_reads() {
    for seed in SEEDS {
        // Every character of the first page, then in steps: a cut costs a whole reading.
        let ends: Vec<usize> = seed.char_indices().map(|(at, _)| at).collect();
        for (count, end) in ends.iter().enumerate() {
            if count < 400 || count % 97 == 0 {
                holds(&seed[..*end]);
            }
        }
    }
}

#[test]
fn the_items_of_a_text_do_not_depend_on_line_ends() {
    for seed in SEEDS {
        let unix = document::parse(seed);
        let windows = seed.replace('\n', "\r\n");
        let other = document::parse(&windows);
        let titles = |parsed: &Parsed| {
            parsed
                .items
                .iter()
                .map(|item| item.title.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(titles(&unix), titles(&other));
    }
}

#[test]
fn half_width_punctuation_reads_as_full_width() {
    for seed in SEEDS {
        let half: String = seed
            .chars()
            .map(|c| match c {
                '（' => '(',
                '）' => ')',
                '，' => ',',
                '；' => ';',
                '：' => ':',
                c => c,
            })
            .collect();
        let (full, half) = (document::parse(seed), document::parse(&half));
        let shape = |parsed: &Parsed| {
            parsed
                .items
                .iter()
                .map(|item| (item.responsibilities.len(), item.targets.len()))
                .collect::<Vec<_>>()
        };
        assert_eq!(shape(&full), shape(&half));
    }
}

/// Pieces that documents are made of, in any order.
fn fragment() -> impl Strategy<Value = String> {
    prop_oneof![
        "[\u{4e00}-\u{4e80}]{0,30}",
        "[一二三四五六七八九十]{1,3}、",
        "[（(][一二三四五六七八九十]{1,3}[)）]",
        "[0-9]{1,6}[.、%个年月日]{0,3}",
        "[（(【\\[][市省厅局委、，]{0,12}(牵头|负责|配合)?[）)】\\]]?",
        Just("责任单位：".to_owned()),
        "(牵头|配合|整改措施|工作要求|督导单位|农产品)：",
        "[0-9]{4}[年—-][0-9]{0,4}年?[）内底]?",
        "(序号|任务|责任单位|完成时限|单位|目标值)[\n\t|]",
        "[│├┌└─|][ 0-9一二市局─│|-]{0,8}[\n]?",
        "(第[一二三]节|专栏[0-9]|附件|第[一二]条)[ \n]?",
        "(市发改委|各县区|省国税局|开发区|党工委)[ 、，\n]",
        "(修改为|调整为|共[0-9]{1,2}项|分解为.个方面)",
        Just("到2020年底前".to_owned()),
        Just("控制在国家下达指标内".to_owned()),
        Just("自治区质监局、工商局等按职责分工负责".to_owned()),
        "[\t\n\r ]{1,3}",
        "\\PC{0,12}",
    ]
}

/// A sentence of an item: short or long, with a bracket or none.
fn sentence() -> impl Strategy<Value = String> {
    let words = prop_oneof!["[管网道路改造验收]{2,12}", "[管网道路改造验收，]{30,60}"];
    let bracket = prop_oneof![
        Just(""),
        Just("（市发改委牵头，市财政局配合）"),
        Just("（市教育局负责）"),
        Just("（市财政局）"),
        Just("（涉及老城的项目）"),
    ];
    let stop = prop_oneof![Just("。"), Just("；"), Just("，"), Just("")];
    (words, stop.clone(), bracket, stop)
        .prop_map(|(words, before, bracket, after)| format!("{words}{before}{bracket}{after}"))
}

/// An item as documents number it, with any number of assigning sentences.
fn item() -> impl Strategy<Value = String> {
    let number = prop_oneof![
        Just("1."),
        Just("一、"),
        Just("（一）"),
        Just("第一条　"),
        Just("①"),
        Just("——"),
        Just(""),
    ];
    (number, prop::collection::vec(sentence(), 1..5))
        .prop_map(|(number, sentences)| format!("{number}{}\n", sentences.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_mixture_of_fragments_reads(fragments in prop::collection::vec(fragment(), 0..60)) {
        holds(&fragments.concat());
    }

    #[test]
    fn items_of_many_brackets_read(items in prop::collection::vec(item(), 1..6)) {
        holds(&items.concat());
    }

    #[test]
    fn any_text_reads(text in "\\PC{0,400}") {
        holds(&text);
    }

    #[test]
    fn shuffled_lines_read(seed in 0..SEEDS.len(), order in prop::collection::vec(any::<prop::sample::Index>(), 1..80)) {
        let lines: Vec<&str> = SEEDS[seed].lines().collect();
        let text: Vec<&str> = order.iter().map(|index| lines[index.index(lines.len())]).collect();
        holds(&text.join("\n"));
    }
}
