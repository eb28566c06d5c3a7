//! Newtypes for the keys of rows, so that an item's key cannot be passed where a document's is asked.

/// Declares a key type over `i64`.
macro_rules! id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize, sqlx::Type,
        )]
        #[serde(transparent)]
        #[sqlx(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map($name)
            }
        }
    };
}

id!(/// Key of a 行政区.
    JurisdictionId);
id!(/// Key of a 单位.
    DepartmentId);
id!(/// Key of a 文件.
    DocumentId);
id!(/// Key of a 章节.
    SectionId);
id!(/// Key of a 事项.
    ItemId);
id!(/// Key of a 指标.
    TargetId);
id!(/// Key of a 职责.
    ResponsibilityId);
id!(/// Key of a 填报周期.
    PeriodId);
id!(/// Key of a 填报.
    ReportId);
id!(/// Key of a user.
    UserId);
id!(/// Key of an entry in the event log.
    EventId);
