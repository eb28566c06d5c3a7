//! 指标: what must be reached.

use rust_decimal::Decimal;

use super::words::words;

words! {
    /// How a reported value is held against a target.
    Comparator {
        /// `达到92%以上`, `不少于12个`.
        AtLeast = "at_least", "不低于";
        /// `控制在3%以内`.
        AtMost = "at_most", "不超过";
        /// `达到100%`, `15个`: to reach exactly this is enough, more is welcome.
        Equal = "equal", "达到";
        /// `控制在国家下达指标内`: the value stands outside the document.
        WithinExternal = "within_external", "控制在下达指标内";
        /// `10—20个`.
        Between = "between", "介于";
        /// `6.2%左右`.
        About = "about", "左右";
        /// `达到B级`.
        Grade = "grade", "等级不低于";
        /// `无重大旅游安全事故`.
        Zero = "zero", "不发生";
        /// `逐年增加`, `稳中有升`: judged by a person.
        Trend = "trend", "趋势";
    }
}

words! {
    /// What sort of figure a target is; it decides how progress is judged.
    TargetKind {
        /// Accumulates over time: 培育名牌350个. The only kind that is prorated (序时进度).
        Flow = "flow", "累计量";
        /// Stands at a value: 指数82.
        Level = "level", "存量值";
        /// A share: 合格率92%.
        Ratio = "ratio", "比率";
        /// A change against an earlier value: 增长6%.
        Growth = "growth", "增幅";
        /// A mark: B级.
        Grade = "grade", "等级";
        /// Must not happen: 零事故.
        Zero = "zero", "零发生";
        /// Judged in words.
        Qualitative = "qualitative", "定性";
    }
}

words! {
    /// Which way a trend target must go.
    Trend {
        /// `逐年增加`, `稳中有升`.
        Up = "up", "上升";
        /// `逐年下降`.
        Down = "down", "下降";
        /// `保持稳定`, `与…同步`.
        Steady = "steady", "持平";
    }
}

/// 指标 as a document states it.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// What is measured: 工业产品监督抽查合格率.
    pub name: String,
    /// How it is compared.
    pub comparator: Comparator,
    /// The number, in [`Target::unit`]; absent where the document gives none.
    pub value: Option<Decimal>,
    /// The upper number of [`Comparator::Between`].
    pub upper: Option<Decimal>,
    /// A grade such as `B级`, for [`Comparator::Grade`].
    pub grade: Option<String>,
    /// Direction, for [`Comparator::Trend`].
    pub trend: Option<Trend>,
    /// `%`, `个`, `万亩`; empty for a bare index.
    pub unit: String,
    /// What sort of figure it is.
    pub kind: TargetKind,
    /// `力争`: aspired to, not red by itself.
    pub soft: bool,
    /// `稳定在`: must hold in every period, not only at the end.
    pub maintain: bool,
}

impl Target {
    /// The target in words, as a table cell shows it: `≥92%`, `达到B级`, `控制在下达指标内`.
    pub fn wording(&self) -> String {
        let unit = &self.unit;
        let value = self
            .value
            .map(|v| v.normalize().to_string())
            .unwrap_or_default();
        match self.comparator {
            Comparator::AtLeast => format!("≥{value}{unit}"),
            Comparator::AtMost => format!("≤{value}{unit}"),
            Comparator::Equal => format!("{value}{unit}"),
            Comparator::About => format!("{value}{unit}左右"),
            Comparator::Between => {
                let upper = self
                    .upper
                    .map(|v| v.normalize().to_string())
                    .unwrap_or_default();
                format!("{value}–{upper}{unit}")
            }
            Comparator::Grade => format!("{}及以上", self.grade.as_deref().unwrap_or("规定等级")),
            Comparator::WithinExternal => "控制在下达指标内".to_owned(),
            Comparator::Zero => "不发生".to_owned(),
            Comparator::Trend => match self.trend {
                Some(Trend::Up) => "逐步上升".to_owned(),
                Some(Trend::Down) => "逐步下降".to_owned(),
                Some(Trend::Steady) => "保持稳定".to_owned(),
                None => "按文件要求".to_owned(),
            },
        }
    }
}
