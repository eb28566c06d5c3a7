//! The words by which the name of a body is told.

use crate::domain::word_list;

word_list!(
    /// Endings that only bodies have.
    pub(super) STRONG =
    "委 厅 局 署 办 部 海关 人行 支行 分行 科学院 研究院 银行 政府 公署 行署 管委会 委员会 成员单位 办公室 领导小组 总工会 联合会 \
     工商联 妇联 残联 文联 科协 侨联 作协 记协 社科联 红十字会 贸促会 团区委 供销社 总队 支队 兵团 有关部门 相关部门 各部门 有关单位 \
     相关单位 责任单位 直属机构 分公司 集团公司 电力公司 管理处 总站 专员公署 法院 检察院 指挥部 联席会议 督查室 研究室 政研室 审改办 \
     工作专班 编委办 部门 监管组 分局 管委 调查队 电业局 监管分局 派出所 电视台 报社 出版社 供电局 气象局 烟草局 邮政局 专卖局 公安处 \
     检察署 工作队 纪委监委 党工委 工委 专委会 农科院 社科院 党校 医保局 联社 办事处 法制办 交易中心 服务中心 发展中心 管理中心 促进中心 \
     保障中心 指导中心 监测中心 代建中心 团市委 团县委 团省委 团旗委 团州委 团盟委 文明办 总社 总局 监委"
);

word_list!(
    /// Endings that bodies share with other words.
    pub(super) WEAK =
    "会 社 组 处 所 站 队 中心 公司 集团 企业 单位 机构 学校 大学 学院 高校 医院 园区 新区 开发区 区 县 市 州 盟 旗 地区 镇 乡 \
     街道 省 台 军区 武警 铁塔 电信 移动 联通 邮政 国网 电网 电力 方面 各地 自治区 社区 馆 团委 团 院 协会 商会 学会 法人 业主 主体 \
     师 街办 工委 口岸 产业园 工业园 科技园 物流园  苏木 镇场 牧场 农场 林场  嘎查 厂 矿 支队 大队 中队 实验室 汽车 石油 石化 铁路 \
     港口 机场 中支   党组织 村   校 旗县 盟市 县市 市州 厅局  局所 街 镇街 基地 平台公司 供销 供电 联合体  \
     高校院所 院所 专家组 运营商 电厂 水厂 部队 试验区 合作区 示范区管委 风景区 景区 度假区 林区 灌区"
);

word_list!(
    /// Other words with such an ending.
    pub(super) OTHER_WORDS =
    "全部 内部 外部 东部 西部 南部 北部 中部 局部 干部 格局 布局 大局 全局 部署 举办 创办 兴办 社会 机会 小区 灌区 牧区 林区 山区 \
      上市 超市 城区 矿区 体系 城镇 示范区 经济带 市区 家庭医院"
);

word_list!(
    /// Endings of bodies that are named after their work, so that any word may stand inside.
    pub(super) NAMED_AFTER_WORK =
    "领导小组 小组办公室 专项小组 工作小组 办公室 专班 指挥部 联席会议 成员单位 委员会 协调小组"
);

/// Words that never stand inside the name of a body; they betray a clause.
pub(super) const CLAUSE: &[&str] = &[
    "以下简称",
    "下同",
    "不含",
    "包括",
    "含",
    "其中",
    "例如",
    "简称",
    "详见",
    "见附件",
    "试行",
    "修订",
    "暂定",
    "按照",
    "并",
    "的",
    "是",
    "了",
    "为",
    "达到",
    "完成",
    "提高",
    "加强",
    "推进",
    "开展",
    "不低于",
];
