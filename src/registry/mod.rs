//! Names of bodies: what a printed name means, in which region, on which day.
//!
//! Plain values in, plain values out. The registry is loaded from the database or from `seed-data`; this room
//! does not know which. Printed names are never changed: [`restore`] writes the region's prefix back that a list
//! states only once, [`Registry::resolve`] finds the department that carried the name, and
//! [`Registry::successors`] who answers for it later.

mod central;
mod cities;
mod completion;
mod directory;
pub mod exchange;
mod lifetime;
mod nearest;
mod region;
mod restore;
mod tables;

pub use completion::{Completion, completion};
pub use directory::{Alias, Department, Registry, Resolution, RosterMember, Succession};
pub use lifetime::Lifetime;
pub use nearest::nearest;
pub use region::Region;
pub use restore::{How, Restored, restore};
pub use tables::{Jurisdiction, Rows, TableError, Tables, holidays};

use crate::domain::words;

words! {
    /// What sort of body a department is.
    DepartmentKind {
        /// 政府部门.
        Government = "government", "政府部门";
        /// 党委部门.
        Party = "party", "党委部门";
        /// 中央驻地方单位.
        CentralVertical = "central_vertical", "中央垂直管理单位";
        /// 人民团体.
        PeoplesOrganisation = "peoples_organisation", "人民团体";
        /// 企业.
        Enterprise = "enterprise", "企业";
        /// 地方政府.
        LocalGovernment = "local_government", "地方政府";
        /// 领导小组成员单位, 各地州市人民政府.
        Collective = "collective", "集合单位";
    }
}

words! {
    /// How a body was followed by another.
    SuccessionKind {
        /// The same body under a new name.
        Rename = "rename", "更名";
        /// The whole body went into another.
        Merge = "merge", "并入";
        /// A part of its duties went to another; a person must choose.
        Split = "split", "职责划转";
    }
}

words! {
    /// Rank of a region.
    RegionLevel {
        /// 省、自治区、直辖市.
        Province = "province", "省级";
        /// 地级市、地区、自治州、盟.
        Prefecture = "prefecture", "地级";
        /// 县、区、县级市、旗.
        County = "county", "县级";
        /// 乡、镇、街道.
        Township = "township", "乡级";
    }
}

words! {
    /// How sure a line of the registry is, by its weakest part.
    Confidence {
        /// From a document or an official notice.
        High = "high", "高";
        /// The change is sure, the day or a detail is not.
        Medium = "medium", "中";
        /// A day stands for one that is not known.
        Low = "low", "低";
    }
}
