//! 事项 and the document it stands in.

use super::words::words;

words! {
    /// The two kinds of item.
    ItemKind {
        /// 目标: something to reach.
        Goal = "goal", "目标";
        /// 任务: something to do.
        Task = "task", "任务";
    }
}

words! {
    /// How two documents belong together.
    DocumentLinkKind {
        /// A division notice gives departments to a decision's items.
        Assigns = "assigns", "分工";
        /// A plan carries out a decision.
        Implements = "implements", "落实";
        /// A document changes an earlier one.
        Amends = "amends", "修订";
        /// A document only mentions another.
        Cites = "cites", "引用";
    }
}

words! {
    /// 导入: where a text is on its way to a document.
    ImportState {
        /// Being reviewed.
        Open = "open", "复核中";
        /// A document; its decisions stay as they are.
        Published = "published", "已发布";
        /// Put aside without becoming a document.
        Abandoned = "abandoned", "已放弃";
    }
}
