//! What departments are named after. A bare name that ends like many others (`…管理处`, `…中心`, `…站`) takes the prefix of
//! its list when it begins with one of these words; when it does not, a place stands in it: `七里塘社区中心`.

use crate::domain::word_list;

word_list!(
    /// Fields of work at the head of a department's name.
    pub(in crate::registry::restore) FUNCTIONS =
    "发展 发改 改革 经济 经信 经合 工信 工业 信息 教育 教体 体育 科技 科学 民族 民宗 宗教 公安 国安 国家安全 民政 司法 财政 人社 人力 人才 自然 资规 规划 \
     国土 生态 环保 环境 住建 住房 建设 城建 城市 城乡 城管 城运 综合 执法 交通 交运 公路 道路 运输 水利 水务 水文 河湖 河长 农业 农牧 农村 农机 农经 农产品 \
     畜牧 兽医 动物 林业 林草 园林 绿化 商务 投资 招商 投促 口岸 文化 文广 文旅 文体 文物 旅游 卫生 卫健 卫计 健康 医保 医疗 疾控 疾病 退役 应急 安监 安全 消防 \
     救援 救助 审计 外事 国资 国有 市场 质监 质量 计量 检验 工商 食品 药品 食药 知识产权 统计 信访 机关 政务 行政 审批 数据 大数据 政数 智慧 金融 地方 乡村 扶贫 粮食 物资 供销 \
     税务 地税 国税 气象 地震 邮政 通信 电力 烟草 盐业 工会 共青团 妇联 妇女 残联 残疾 文联 侨 红十字 工商联 贸促 档案 党史 史志 编 党校 宣传 组织 统战 \
     政法 网信 纪委 监委 老干部 老龄 人大 政协 法院 检察 人民 武装 人武 双拥 融媒体 广播 广电 电视 新闻 社会 社保 公积金 公共 房管 房产 房屋 征收 拆迁 土地 \
     储备 渔业 海洋 港航 港口 航道 航务 营商 优化 创建 创城 爱卫 禁毒 防汛 抗旱 森林 草原 湿地 环卫 市政 排水 供水 燃气 热力 公用 节能 散装 墙改 产业 开发 园区 \
     移民 水库 搬迁 库区 重点 重大 项目 推进 督查 绩效 目标 考核 政府 政研 研究 参事 法制 机构 巡察 保密 机要 国防 人防 民防 动员 军民 军事 劳动 就业 技工 \
     职业 技术 学校 招生 考试 特警 交警 交管 治安 网安 刑侦 巡警 中小企业 民营 服务业 会展 博物 图书 群众 养老 儿童 不动产 测绘 地质 矿产 能源 煤炭 无线电 电子 \
     信用 招标 采购 结算 支付 会计 价格 物价 监测 监督 监管 稽查 仲裁 法律 公证 殡葬 婚姻 流浪 彩票 慈善 志愿 文明 精神 急救 血站 血液 中医 妇幼 计生"
);

word_list!(
    /// Endings that departments share with offices of other places.
    SHARED =
    "管理处 处 中心 站 所 大队 中队 管理局 保护局 分局 边检站 水电站 电站 林管局 队 馆 库 场 段"
);

/// `六盘山林业局`, `抚仙湖管理局`: a mountain or a water, and the field of work of its office.
fn stands_by_a_landmark(name: &str) -> bool {
    let landmark = name.match_indices(['山', '湖', '江', '河', '岭', '岛', '湾', '峡', '海']);
    landmark
        .filter(|(at, _)| name[..*at].chars().count() >= 2)
        .any(|(at, c)| {
            let rest = &name[at + c.len()..];
            FUNCTIONS.beginning(rest).is_some() || rest.starts_with("管理")
        })
}

/// `托口水电站`, `三江源国家公园管理局`: the name begins with no field of work, so its own place stands there.
pub(super) fn names_a_place(name: &str) -> bool {
    let own = name.chars().count() >= 5 && SHARED.ending(name).is_some();
    (own || stands_by_a_landmark(name)) && FUNCTIONS.beginning(name).is_none()
}
