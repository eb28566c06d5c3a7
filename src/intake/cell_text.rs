//! The lines of a cell as one line, because a row of the text is one line and its cells stand between tabs.
//!
//! In a cell a line break may end a sentence, set a name apart, or mean nothing but a narrow column. What it meant
//! is told by what stands around it.

/// Puts the lines of a cell together.
pub(super) fn join(lines: &[&str]) -> String {
    let lines: Vec<String> = lines
        .iter()
        .flat_map(|line| line.lines())
        .map(squeeze)
        .filter(|line| !line.is_empty())
        .collect();
    let listed = lines.len() > 1 && lines.iter().all(|line| is_list(line));
    let mut joined = String::with_capacity(lines.iter().map(|line| line.len() + 3).sum());
    for line in &lines {
        if !joined.is_empty() {
            joined.push_str(between(&joined, line, listed));
        }
        joined.push_str(line);
    }
    joined
}

/// What the line break stood for.
fn between(before: &str, after: &str, listed: bool) -> &'static str {
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else {
        return "";
    };
    if listed && !is_punctuation(last) && !is_punctuation(first) {
        "、"
    } else if last.is_ascii_alphanumeric() && first.is_ascii_alphanumeric() {
        " "
    } else {
        ""
    }
}

fn is_punctuation(c: char) -> bool {
    matches!(
        c,
        '、' | '，' | '。' | '；' | '：' | '（' | '）' | ',' | ';' | ':' | '(' | ')'
    )
}

/// Names of bodies, each whole: `市发展改革委`, `市财政局、市审计局`. A column that cuts `市市场监督⏎管理局` has a line
/// that is none.
fn is_list(line: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "局",
        "委",
        "厅",
        "办",
        "府",
        "部",
        "会",
        "银行",
        "支行",
        "分行",
        "公司",
        "集团",
        "公署",
        "处",
        "社",
        "院",
        "大学",
        "学校",
        "街道",
        "镇",
        "乡",
        "区",
        "县",
        "市",
        "州",
        "盟",
        "旗",
        "队",
        "研究所",
        "办公室",
        "室",
        "联",
        "单位",
        "部门",
        "中心",
        "等",
    ];
    line.split(['、', '，', ',', '；', ';']).all(|name| {
        let name = name.trim();
        let length = name.chars().count();
        name.is_empty()
            || ((3..=24).contains(&length) && ENDINGS.iter().any(|ending| name.ends_with(ending)))
    })
}

/// Without space at the ends, and with one space for each run of tabs, spaces and odd breaks inside.
fn squeeze(line: &str) -> String {
    let mut squeezed = String::with_capacity(line.len());
    let mut gap = false;
    for c in line
        .trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
        .chars()
    {
        if c == ' ' || c.is_control() {
            gap = true;
            continue;
        }
        if gap {
            squeezed.push(' ');
        }
        gap = false;
        squeezed.push(c);
    }
    squeezed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_break_means_what_stands_around_it() {
        let table: &[(&[&str], &str)] = &[
            (&["质", "量", "宏", "观", "管", "理"], "质量宏观管理"),
            (&["责任", "单位"], "责任单位"),
            (&["市发展改革委", "市财政局"], "市发展改革委、市财政局"),
            (&["市发展改革委、", "市财政局"], "市发展改革委、市财政局"),
            (&["市市场监督", "管理局"], "市市场监督管理局"),
            (
                &["1.开展试点。", "2.总结推广。"],
                "1.开展试点。2.总结推广。",
            ),
            (&["推进LED", "5G建设"], "推进LED 5G建设"),
            (
                &["完成改造，", "", "  年底前验收\t合格 "],
                "完成改造，年底前验收 合格",
            ),
            (&["第一行\n第二行"], "第一行第二行"),
            (&[], ""),
        ];
        for (lines, joined) in table {
            assert_eq!(join(lines), *joined);
        }
    }
}
