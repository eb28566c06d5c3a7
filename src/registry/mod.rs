//! Names of bodies: what a printed name means, in which region, on which day.
//!
//! Plain values in, plain values out. The registry is loaded from the database or from `seed-data`; this room
//! does not know which. Printed names are never changed: [`restore`] writes the region's prefix back that a list
//! states only once, [`Registry::resolve`] finds the department that carried the name, and
//! [`Registry::successors`] who answers for it later.

mod central;
mod cities;
mod directory;
mod region;
mod restore;
mod tables;

pub use directory::{Alias, Department, Registry, Resolution, RosterMember, Succession};
pub use region::Region;
pub use restore::{How, Restored, restore};
pub use tables::{Jurisdiction, Rows, TableError, Tables};

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
