//! Who answers, and how a document says so.

use super::words::words;

words! {
    /// 职责: what a department is to an item.
    Role {
        /// `自治区质监局牵头`.
        Lead = "lead", "牵头";
        /// `A、B按职责分工负责`, or a bare list under a rule that says so.
        Joint = "joint", "分工负责";
        /// `B、C配合`.
        Support = "support", "配合";
        /// `A汇总`: collects the reports of the others.
        Consolidator = "consolidator", "汇总";
    }
}

words! {
    /// What an unmarked list of departments means in one document, by the document's own sentence.
    RoleRule {
        /// Nothing declared: only a written role counts.
        ExplicitOnly = "explicit_only", "以文中写明的角色为准";
        /// `列第一位的为牵头单位，下同`.
        FirstIsLead = "first_is_lead", "列第一位的为牵头单位";
        /// `第一个逗号前为牵头单位，下同`: all names before it lead.
        BeforeCommaIsLead = "before_comma_is_lead", "首个逗号之前的为牵头单位";
        /// `多部门负责的，按照行政序列排序，各部门按照职责分工负责，下同`.
        AdminOrderJoint = "admin_order_joint", "按行政序列排序，各按职责分工负责";
        /// `只明确一个部门的，其他有关部门配合，不一一列出，下同`.
        SingleIsLead = "single_is_lead", "只列一个单位的，该单位牵头";
        /// `无牵头单位的，责任单位即为牵头单位，下同`.
        NoLeadThenAllLead = "no_lead_then_all_lead", "无牵头单位的，责任单位即为牵头单位";
    }
}

words! {
    /// Where a responsibility comes from.
    ResponsibilityBasis {
        /// The document prints the name and the role.
        Printed = "printed", "文中写明";
        /// The role follows from the document's role rule.
        Implied = "implied", "依文件规则";
        /// A person decided it.
        Decided = "decided", "人工确认";
    }
}
