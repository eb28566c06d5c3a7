//! Verbs that count what follows them, and what can be counted.

use super::super::numeral;
use super::quantity::{self, Quantity};
use crate::domain::word_list;

word_list!(
    /// Verbs that count what follows them.
    COUNTING = "培育 创建 建设 建成 打造 新建 新增 引进 组织 举办 开展 实施 完成 改造 创成 认定 建立 扶持 培养 培训 发展 形成 推出 制定 \
                制修订 制（修）订 研制 支持 遴选 评选 选树 命名 争取 获得 获批 推广 改建 扩建 整治 治理 关闭 淘汰 压减 化解 储备 签约 落地 设立 \
                布局 攻克 突破 转化 编制 出台 发布 修订 抽检 检查 吸引 招引 孵化 投放 安装 配备 完善 办好 办理 发放 减免 筹集 投入 实现 栽植 \
                造林 修复 解决 帮扶 带动 输送 选派 招聘 开工 竣工 投产 监督抽查 抽查 建有 建好 拥有 配有 设有 推动 更换 提供 开通 购置 新改建 \
                新改扩建 开发 清理 排查 处置 回收 惠及 招收 增加 培植 梯次培育 滚动实施 谋划 谋划实施 全年开工 召开 升级 净增 摘帽 创办 \
                评定 授牌 补充 引育 招募 落实 接待 举行 新开工 续建 铺设 疏浚 整修 植树 流转 托管 建档 销售 收储 供应 生产 印发 投用 种植 取缔 更新 拆除 入驻 安置 吸纳 优化 设置 压降 新开 开行 复绿 退出 腾退 盘活 消化 清退 搬迁 关停 新增转移 转移"
);

/// True when the words end in a verb that counts: `培育`, `力争创建`.
pub(super) fn ends_in_counting_verb(words: &str) -> bool {
    let words = words.trim_end_matches(['了', '约']);
    ["达到", "确保", "力争", "每年", "全年"]
        .iter()
        .any(|word| words.ends_with(word))
        || COUNTING.ending(words).is_some()
}

/// True when the words are a verb that counts and nothing else.
pub(super) fn is_counting_verb(words: &str) -> bool {
    COUNTING.has(words) || COUNTING.has(words.trim_start_matches("全年").trim_start_matches("每年"))
}

/// True when the words hold a verb that counts (`培育新疆名牌产品`), or count by the head (`每千人口拥有…`).
pub(super) fn has_counting_verb(words: &str) -> bool {
    COUNTING.inside(words) || words.starts_with('每') || words.contains("人均")
}

/// `疏浚县乡河道` → `县乡河道`; `新增学位` is what is counted.
pub(super) fn without_counting_verb(name: &str) -> &str {
    let verb = COUNTING
        .beginning(name)
        .filter(|verb| !["新增", "净增"].contains(verb));
    let rest = verb.map_or(name, |verb| &name[verb.len()..]);
    if rest.chars().count() >= 2 {
        rest
    } else {
        name
    }
}

/// `新建三个中心`; `等五个“中亚中心”` and `落实三项制度` count nothing new.
pub(super) fn counted_in_han(clause: &str) -> Option<Quantity> {
    for verb in [
        "新建", "建成", "创建", "培育", "打造", "新增", "引进", "举办", "培养",
    ] {
        let Some(at) = clause.find(verb) else {
            continue;
        };
        let start = at + verb.len();
        if !clause[start..].starts_with(numeral::is_numeral) {
            continue;
        }
        if let Some(mut found) = quantity::han_count(&clause[start..]) {
            found.range = start..start + found.range.end;
            return Some(found);
        }
    }
    None
}

/// Units of things that can be counted one by one, not of money, size or share.
pub(super) fn is_countable(unit: &str) -> bool {
    let bare = unit.trim_start_matches(['万', '千', '百', '亿']);
    [
        "个", "家", "件", "项", "户", "人", "名", "所", "座", "处", "条", "套", "辆", "台", "场",
        "次", "支", "宗", "亩", "公里",
    ]
    .contains(&bare)
}

word_list!(
    MEASURES = "总投资 全长 总长 占地 面积 总面积 位于 规模 涉及 覆盖 惠及 服务 共 第 距 不足 超"
);

/// `全长12公里`, `涉及企业20家`: the number describes something.
pub(super) fn measures_something(words: &str) -> bool {
    MEASURES.inside(words)
}
