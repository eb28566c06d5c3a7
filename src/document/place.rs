//! 行政区 that a document belongs to, read from its issuer, title or number.

use super::front_lines as lines;
use super::front_matter::FrontMatter;
use super::paragraph::Block;
use crate::domain::PROVINCES;
use crate::domain::word_list;

word_list!(
    /// What a title may say before it names its region.
    OPENINGS = "中共 关于 印发 转发 下达 分解 落实 深化 推进 加快 加强 贯彻 实施 支持 促进 做好 调整 进一步 全面 扎实 建立 完善 明确 公布 《 〈 “"
);

/// The region that a name begins with: `杭州市人民政府办公厅` → 杭州市, `新疆维吾尔自治区贯彻实施…` → 新疆维吾尔自治区,
/// `昆明市官渡区稳增长…` → 官渡区.
pub(super) fn of_name(name: &str) -> Option<String> {
    let mut name = without_year(name);
    while let Some(word) = OPENINGS.beginning(name) {
        name = &name[word.len()..];
    }
    // `江苏常州经济开发区`: the city stands behind the short name of its province.
    let short = PROVINCES
        .iter()
        .find_map(|one| name.strip_prefix(one.short_name));
    let ranked = |rest: &str| {
        rest.starts_with([
            '省', '市', '自', '区', '县', '州', '盟', '地', '族', '各', '壮', '维', '回', '兵',
            '生',
        ])
    };
    if let Some(rest) = short.filter(|rest| !ranked(rest) && leading_region(name, 2).is_some()) {
        name = rest;
    }
    for province in PROVINCES {
        if let Some(rest) = name.strip_prefix(province.name) {
            return Some(narrower(rest).unwrap_or_else(|| province.name.to_owned()));
        }
        let rest = name.strip_prefix(province.short_name);
        let own = |rest: &str| {
            ["省委", "自治区", "市委", "省人民", "市人民"]
                .iter()
                .any(|word| rest.starts_with(word))
        };
        if rest.is_some_and(own) {
            return Some(province.name.to_owned());
        }
    }
    let region = leading_region(name, 2)?;
    Some(narrower(&name[region.len()..]).unwrap_or(region))
}

/// `2023年咸宁市…`, `2019年4月16日石景山区…`: the time before the name.
fn without_year(name: &str) -> &str {
    let rest =
        name.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '年' | '月' | '日'));
    let dated = name[..name.len() - rest.len()].contains('年');
    if dated {
        rest.trim_start_matches('度')
    } else {
        name
    }
}

/// A region named directly behind the one that holds it: `浙江省杭州市…`, `昆明市官渡区…`.
fn narrower(rest: &str) -> Option<String> {
    if OPENINGS.beginning(rest).is_some() || rest.starts_with('委') {
        return None;
    }
    leading_region(rest, 1).filter(|region| (2..=6).contains(&region.chars().count()))
}

word_list!(
    /// Words that end like a region.
    OTHER = "城市 自治区 全市 全县 全区 全省 全州 强市 强县 强区 强省 强州 示范市 示范县 示范区 先行区 试验区 园区 城区 市区 新区 景区 片区              校区 社区 辖区 地区 小区 灌区 矿区 山区 牧区 林区 都市 夜市 上市 超市 门市 股市 省市 县市 市县 \
     城镇 乡镇 小镇 村镇 集镇 强镇 名镇 古镇 专业镇 城乡 强乡 水乡 全镇 全乡 重镇 县乡 老区 灾区 库区 特区 疫区 郊区 禁区 分区 功能区 试点区 开发区 高新区 经开区 保护区 保税区"
);

word_list!(
    /// Cities whose name ends in 城: `宣城市` is no 城市.
    WALLED = "宣城市 运城市 晋城市 盐城市 聊城市 白城市 塔城市 海城市 邹城市 禹城市 诸城市 项城市 韩城市 丰城市 麻城市 应城市 凤城市 兴城市 永城市 \
              增城市 藁城市 塔城地区 阳城县"
);

/// `杭州市`, `昌吉回族自治州`, `喀什地区`, `安吉县` at the head of a name. A 区 must be followed by what follows
/// regions, unless it stands behind its city (`least` is 1).
fn leading_region(name: &str, least: usize) -> Option<String> {
    for (index, (at, c)) in name.char_indices().take(12).enumerate() {
        if !('\u{4e00}'..='\u{9fff}').contains(&c) {
            return None;
        }
        let end = at + c.len_utf8();
        let (head, rest) = (&name[..end], &name[end..]);
        let rank = matches!(
            c,
            '市' | '县' | '区' | '州' | '盟' | '旗' | '省' | '镇' | '乡'
        ) && index >= 1;
        // 杭州, 广州 and 徐州 are not done before their 市.
        let name_of_city = c == '州' && (index == 1 || rest.starts_with('市'));
        // `全州乡村医疗`: no 全州乡.
        let word = name_of_city
            || (c == '乡' && rest.starts_with('村'))
            || rest.starts_with(['场', '域', '政', '级', '直', '委', '民'])
                && !follows_region(rest);
        // Behind its city, `钢城区` is a district although 城区 is a word.
        let other = OTHER
            .ending(head)
            .is_some_and(|word| least > 1 || word.len() == head.len() || word != "城区");
        // `立山区人民政府`, `荆门市人民政府`: what has a government is a region, whatever it ends in.
        let governed = rest.starts_with("人民政府") || rest.starts_with("国民经济");
        let other = other && !WALLED.has(head) && !(governed && index >= 2);
        if !rank || word || (other && !head.ends_with("地区")) {
            continue;
        }
        let sure = follows_region(rest) || (c != '区' && index >= 2) || (least == 1 && index >= 1);
        if sure
            && (NEVER.inside(head)
                || head == "自治区"
                || head.starts_with(['第', '在', '经', '由']))
        {
            return None;
        }
        if sure {
            return Some(head.to_owned());
        }
    }
    None
}

word_list!(
    /// Words that stand in no name of a region: `市委办公室市…`, `县人民政府办公室关于对县…`.
    NEVER = "政府 办公 关于 委员 市委 县委 区委 省委 对省 对市 对县 对区 委市 委县 委省 各县 各区 各市 各乡 各镇 全市 全县 \
     全区 全省 第一 第二 次会 会议 记者 主持 开发区 这是 今日 通过 即可 功能区"
);
word_list!(
    /// What may stand behind the name of a region; `质量强区战略` is no region.
    FOLLOWERS = "人民政府 人民代表 委 行政公署 行署 政府 关于 国民经济 贯彻 落实 推进 加快 重点 深入 全面 促进 优化 打造 建设 进一步 实施 开展 “ 质量 营商 乡村 民生 民宿 安全 生态 环境 大气 水 城市 教育 卫生 健康 养老 文化 旅游 科技 数字 政务 法治 \
     产业 工业 农业 农村 商务 消费 就业 重大 金融 创新 人才 招商 年度 食品 防汛 消防 交通 节能 碳达峰 服务 经济 企业 中小 民营 改革 放管服 信用 住房 老旧 既有 垃圾 污染 扶贫 脱贫 稳增长 稳经济"
);

fn follows_region(rest: &str) -> bool {
    rest.is_empty()
        || rest.starts_with(|c: char| c.is_ascii_digit())
        || FOLLOWERS.beginning(rest).is_some()
}

/// `——2025年1月15日在吉安市第五届人民代表大会第六次会议上`: a report says where it was given.
pub(super) fn of_assembly(line: &str) -> Option<String> {
    let (_, rest) = line.split_once('在')?;
    let (name, _) = rest
        .split_once('第')
        .filter(|_| line.contains("人民代表大会"))?;
    of_name(name)
}

/// `中阳县政府 www…`, `近日，渝中区人民政府办公室发布…`: a line that speaks of a government by its place.
pub(super) fn of_line(line: &str) -> Option<String> {
    line.split('，').take(2).find_map(|words| {
        let region = of_name(words).filter(|region| {
            region.chars().count() >= 3
                && !region.starts_with([
                    '经', '报', '由', '各', '全', '本', '我', '受', '请', '据', '按', '向', '为',
                    '在', '第', '记', '省', '对', '到',
                ])
        })?;
        let rest = &words[words.find(&region)? + region.len()..];
        (rest.starts_with("人民政府") || rest.starts_with("政府")).then_some(region)
    })
}

/// The province whose character opens the document number: `宁政发〔2012〕164号` → 宁夏回族自治区.
pub(super) fn of_number(number: &str) -> Option<String> {
    PROVINCES
        .iter()
        .find(|province| {
            number.strip_prefix(province.sign).is_some_and(|rest| {
                ["政", "党", "办", "委", "府"]
                    .iter()
                    .any(|word| rest.starts_with(word))
            })
        })
        .map(|province| province.name.to_owned())
}

/// A document names its region within this many bytes or not at all.
const ENOUGH: usize = 64 * 1024;

/// The province that a text names most, when no other comes near.
pub(super) fn most_named(text: &str) -> Option<String> {
    let limit = (0..=text.len().min(ENOUGH))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    let text = &text[..limit];
    let mut counts: Vec<(usize, &str)> = PROVINCES
        .iter()
        .map(|province| {
            let named = text
                .match_indices(province.short_name)
                .filter(|(at, word)| {
                    // `山西路`.
                    !text[at + word.len()..].starts_with(['路', '街', '大'])
                });
            (named.count(), province.name)
        })
        .filter(|(count, _)| *count >= 2)
        .collect();
    counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    match counts.as_slice() {
        [(_, only)] => Some((*only).to_owned()),
        [(most, first), (second, _), ..] if *most >= second * 3 => Some((*first).to_owned()),
        _ => None,
    }
}

/// The region of a document: by who issued or signed it or what it calls itself, then by its number, then by its text.
pub(super) fn of_document(
    stored: &str,
    front: &FrontMatter,
    blocks: &[Block<'_>],
) -> Option<String> {
    let title = front.title.as_ref().map(|(title, _)| title.as_str());
    let names = [
        front.issuer.as_deref(),
        title,
        front.attached_title.as_deref(),
    ];
    let signed = blocks.iter().rev().take(4).find_map(|block| match block {
        Block::Paragraph(line) => lines::issuing_body(line.text()).and_then(|name| of_name(&name)),
        _ => None,
    });
    let held = blocks.iter().take(4).find_map(|block| match block {
        Block::Paragraph(line) => of_assembly(line.text()),
        _ => None,
    });
    let spoken = blocks.iter().take(4).find_map(|block| match block {
        Block::Paragraph(line) => of_line(line.text()),
        _ => None,
    });
    names
        .into_iter()
        .flatten()
        .find_map(of_name)
        .or(signed)
        .or(held)
        .or(spoken)
        .or_else(|| of_number(front.doc_number.as_deref()?))
        .or_else(|| {
            front
                .citations
                .iter()
                .find_map(|(citation, _)| of_number(citation.number.as_deref()?))
        })
        .or_else(|| most_named(stored))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_read_from_names() {
        let table = [
            ("新疆维吾尔自治区人民政府办公厅", "新疆维吾尔自治区"),
            (
                "新疆维吾尔自治区贯彻实施国务院质量发展纲要",
                "新疆维吾尔自治区",
            ),
            ("中共杭州市委办公厅", "杭州市"),
            ("杭州市人民政府办公厅", "杭州市"),
            ("浙江省杭州市人民政府", "杭州市"),
            ("安吉县2025年重点工作任务分解", "安吉县"),
            ("安吉县人民政府", "安吉县"),
            ("宣城市2024年重点工作", "宣城市"),
            ("喀什地区行政公署", "喀什地区"),
            ("立山区人民政府", "立山区"),
            ("荆门市人民政府办公室", "荆门市"),
            ("2023年咸宁市《政府工作报告》责任分解", "咸宁市"),
            ("中共云南省委云南省人民政府关于", "云南省"),
            ("昌吉回族自治州人民政府", "昌吉回族自治州"),
        ];
        for (name, region) in table {
            assert_eq!(of_name(name).as_deref(), Some(region), "{name}");
        }
        for name in [
            "关于实施质量强区战略的决定",
            "实施质量强区战略任务分工",
            "全市重点工作",
            "县人民政府办公室关于对县《政府工作报告》",
            "贯彻落实市委办公室市政府办公室",
            "对省政府2007年工作目标任务",
            "优化市场环境",
            "城市更新",
        ] {
            assert_eq!(of_name(name), None, "{name}");
        }
    }

    #[test]
    fn regions_are_read_from_numbers() {
        assert_eq!(
            of_number("宁政发〔2012〕164号").as_deref(),
            Some("宁夏回族自治区")
        );
        assert_eq!(of_number("国办发〔2013〕47号"), None);
    }
}
