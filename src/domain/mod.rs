//! The words and rules of the field. Everything else in the house speaks in these terms; this room
//! knows nothing of HTML, SQL text, files or any other room.
//!
//! One concept, one word, in column, type, path, template and test:
//!
//! | 中文 | English | type |
//! |---|---|---|
//! | 事项 | item: one commitment of a document | [`ItemKind`] |
//! | 目标 / 任务 | goal / task: the two kinds of item | [`ItemKind`] |
//! | 指标 | target: a number (or verdict) to reach by a date | [`Target`] |
//! | 单位 | department | `registry::Department` |
//! | 职责 | responsibility: department × [`Role`] on an item | [`Role`] |
//! | 应报单位 | duty: one department that must report on one item | `store::duties` |
//! | 时限 | deadline | [`Deadline`] |
//! | 填报周期 | period | [`Period`] |
//! | 填报 | report | [`ReportState`] |
//! | 佐证材料 | evidence: a file that proves what a report says | [`EvidenceKind`] |
//! | 送审 / 报送 | hand in / submit: to the reviewer of the own unit / out of the unit | [`ReportStep`] |
//! | 配合单位报送 | contribution: a report that goes to the collector of its item | [`Recipient`] |
//! | 汇总单位 | consolidation: the office names a collector for a time | `store::consolidations` |
//! | 更正 | correction: a new revision of a verified report | [`ReportStep`] |
//! | 申请 | request: what a department asks of the office about an item | [`RequestKind`] |
//! | 进度 | progress: where an item stands | [`Progress`] |
//! | 预计 | forecast: whether the deadline will be kept, as the department sees it | [`Forecast`] |
//! | 需协调事项 | coordination: what a department needs of others | `store::coordination` |
//! | 参照值 | reference: a number from outside the document that a figure is held against | [`Reference`] |
//! | 灯 | lamp: the colour that follows from progress, deadline and today | [`Lamp`] |
//! | 岗位 | post: what a person may do | [`Post`] |
//! | 文件 / 章节 | document / section | [`DocumentKind`] |
//! | 修订 / 版本 | amendment / version: a document that takes the place of an earlier one, item by item | `review::Comparison` |
//! | 废止 | repealed: closed, because no newer version has it | `store::amendments` |
//! | 关联 | link: how two documents belong together | [`DocumentLinkKind`] |
//! | 后台任务 | job: work that no request waits for | [`JobKind`] |
//! | 消息 | notice: what a person is told | [`NoticeKind`] |
//! | 提醒 | reminder: that something is due, told once a step | [`Reminder`] |
//! | 口径不一 | conflict: two documents set different values for one indicator and year | `review::Conflict` |

mod word_list;
mod words;
pub(crate) use word_list::word_list;
pub use word_list::{WordList, Words};
pub use words::UnknownWord;
pub(crate) use words::words;

mod deadline;
mod digest;
mod evidence;
mod forecast;
mod ids;
mod item;
mod job;
mod lamp;
mod notice;
mod passage;
mod period;
mod post;
mod progress;
mod province;
mod reminder;
mod report;
mod request;
mod role;
mod target;
mod verdict;

pub use deadline::*;
pub use digest::*;
pub use evidence::*;
pub use forecast::*;
pub use ids::*;
pub use item::*;
pub use job::*;
pub use lamp::*;
pub use notice::*;
pub use passage::*;
pub use period::*;
pub use post::*;
pub use progress::*;
pub use province::*;
pub use reminder::*;
pub use report::*;
pub use request::*;
pub use role::*;
pub use target::*;
pub use verdict::*;
