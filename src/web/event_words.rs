//! Events in the words of a page. Pure.

use serde_json::Value;

use crate::domain::{DocumentLinkKind, Post, ReportState, RequestKind};
use crate::store::events::EventLine;

/// The kinds of event, as a filter lists them: how their code begins, and the words for it.
pub const KINDS: &[(&str, &str)] = &[
    ("document.", "文件"),
    ("import.", "导入复核"),
    ("item.", "事项版本"),
    ("report.", "填报"),
    ("evidence.", "佐证材料"),
    ("request.", "申请"),
    ("deadline.", "时限"),
    ("user.", "账号"),
    ("registry.", "单位库"),
    ("duty.", "职责变动"),
    ("schedule.", "填报安排"),
    ("round.", "填报轮次"),
    ("holiday.", "节假日"),
    ("setting.", "设置"),
    ("job.", "后台任务"),
    ("trial.", "试用"),
];

/// What an event did: `报送（2018年第二季度）`.
pub fn sentence(event: &EventLine) -> String {
    let verb = verb(&event.action);
    let after = |name: &str| event.after.as_ref().and_then(|after| after.get(name));
    let text = |name: &str| after(name).and_then(Value::as_str).map(str::to_owned);
    let before = event.before.as_ref().and_then(|one| one.get("department"));
    let passed = before.and_then(Value::as_str).zip(text("department"));
    let details = [
        event
            .department
            .clone()
            .filter(|_| is_of_a_department(&event.action))
            .filter(|_| passed.is_none()),
        passed
            .clone()
            .map(|(before, after)| format!("{before} → {after}")),
        text("on")
            .filter(|_| event.action.starts_with("duty."))
            .map(|day| format!("自 {day} 起")),
        text("evidence"),
        text("period"),
        text("request").and_then(|code| words("request", &Value::String(code))),
        moved(event),
        text("reason").map(|reason| format!("理由：{reason}")),
        text("from").map(|day| format!("{day} 起")),
        text("changes"),
        counts(event),
    ];
    let details: Vec<String> = details.into_iter().flatten().collect();
    match details.as_slice() {
        [] => verb,
        details => format!("{verb}（{}）", details.join("，")),
    }
}

/// True for what a department did or bears, as its name is said beside it.
fn is_of_a_department(action: &str) -> bool {
    ["report.", "duty.", "evidence.", "request."]
        .iter()
        .any(|kind| action.starts_with(kind))
        || action.contains("consolidate")
}

/// What an event did, in one verb: `报送填报`.
pub fn verb(action: &str) -> String {
    let verb = match action {
        "report.save" => "保存草稿",
        "report.submit" => "报送填报",
        "report.hand_in" => "送审填报",
        "report.take_back" => "取回填报",
        "report.unit_return" => "单位退回填报",
        "report.withdraw" => "撤回填报",
        "report.adopt" => "采用填报",
        "report.correct" => "开始更正",
        "item.consolidate" => "指定汇总单位",
        "item.unconsolidate" => "取消汇总单位",
        "report.accept" => "核实填报",
        "report.return" => "退回填报",
        "evidence.add" => "添加佐证材料",
        "evidence.remove" => "移除佐证材料",
        "request.ask" => "提出申请",
        "request.withdraw" => "撤回申请",
        "request.grant" => "同意申请",
        "request.decline" => "不同意申请",
        "deadline.change" => "更改时限",
        "document.import" => "导入文件",
        "schedule.create" => "新建填报安排",
        "schedule.change" => "修改填报安排",
        "schedule.standard" => "更换新文件的填报安排",
        "document.schedule" => "更换文件的填报安排",
        "item.schedule" => "更换事项的填报安排",
        "round.due" => "改截止日",
        "round.lock" => "锁定轮次",
        "round.unlock" => "解除锁定",
        "holiday.load" => "载入节假日",
        "holiday.set" => "写入节假日",
        "holiday.remove" => "删除节假日",
        "setting.change" => "更改设置",
        "import.begin" => "开始复核",
        "import.decide" => "复核决定",
        "import.undo" => "撤销复核决定",
        "import.publish" => "发布文件",
        "import.abandon" => "放弃导入",
        "document.join" => "关联文件",
        "document.part" => "解除关联",
        "document.amend" => "发布新版本",
        "item.replace" => "由新版本接续",
        "item.repeal" => "废止",
        "import.version" => "确认新版本",
        "user.create" => "新建账号",
        "user.password" => "重置密码",
        "user.disable" => "停用账号",
        "registry.load" => "载入单位库",
        "registry.import" => "导入单位库",
        "registry.department.add" => "新增单位",
        "registry.department.change" => "修改单位",
        "registry.department.merge" => "合并重复单位",
        "registry.alias.add" => "新增名称",
        "registry.alias.date" => "修改名称起止",
        "registry.alias.remove" => "删除名称",
        "registry.region.add" => "新增行政区",
        "registry.region.change" => "修改行政区",
        "registry.member.add" => "加入名册",
        "registry.member.end" => "登记退出名册",
        "registry.roster.adjust" => "按名册调整职责",
        "registry.succession.add" => "登记沿革",
        "registry.succession.remove" => "删除沿革",
        "registry.succession.apply" => "移交在办事项",
        "registry.change.undo" => "撤销职责变动",
        "duty.hand_over" => "移交职责",
        "duty.begin" => "新增应报单位",
        "duty.end" => "停止应报",
        "duty.go_on" => "改按其他职责填报",
        "duty.merge" => "合并重复单位",
        "duty.undo" => "撤销职责变动",
        "job.retry" => "重试后台任务",
        "user.notices" => "更改消息设置",
        "user.calendar_make" => "生成日历地址",
        "user.calendar_revoke" => "停用日历地址",
        "trial.begin" => "建立试用环境",
        other => other,
    };
    verb.to_owned()
}

/// `2018-06-30 → 2018-12-31`.
fn moved(event: &EventLine) -> Option<String> {
    let day = |value: &Option<Value>| {
        let day = value.as_ref()?.get("deadline")?.as_str()?;
        Some(day.to_owned())
    };
    let (before, after) = (day(&event.before)?, day(&event.after)?);
    Some(format!("{before} → {after}"))
}

/// `47 项事项，282 条职责，18 个指标`.
fn counts(event: &EventLine) -> Option<String> {
    let after = event.after.as_ref()?;
    let count = |name: &str, words: &str| {
        after
            .get(name)
            .and_then(Value::as_i64)
            .map(|count| format!("{count} {words}"))
    };
    let parts = [
        count("items", "项事项"),
        count("responsibilities", "条职责"),
        count("targets", "个指标"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("，"))
}

/// The state of a report that an event left, in words.
pub fn state(value: Option<&Value>) -> String {
    let code = value
        .and_then(|value| value.get("state"))
        .and_then(Value::as_str);
    let state: Option<ReportState> = code.and_then(|code| code.parse().ok());
    state.map_or_else(String::new, |state| state.label().to_owned())
}

/// Something that an event changed or set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What.
    pub term: String,
    /// The value before, where there was one.
    pub before: Option<String>,
    /// The value after.
    pub after: String,
}

/// Keys of other rows, which say nothing to a reader.
const KEYS: &[&str] = &["to", "replaces", "item", "import"];

/// What an event changed, term by term; what stayed as it was is said once.
pub fn changes(event: &EventLine) -> Vec<Change> {
    let field = |value: &Option<Value>, name: &str| {
        let found = value.as_ref().and_then(|value| value.get(name))?;
        words(name, found)
    };
    let Some(after) = event.after.as_ref().and_then(Value::as_object) else {
        return Vec::new();
    };
    // The key of the other document says nothing; its title stands beside the event.
    let mut told: Vec<&String> = after
        .keys()
        .filter(|name| !KEYS.contains(&name.as_str()))
        .collect();
    told.sort_by_key(|name| term(name));
    let change = |name: &String| {
        let new = field(&event.after, name)?;
        let old = field(&event.before, name).filter(|old| *old != new);
        // What was left blank tells nothing.
        if new.is_empty() && old.is_none() {
            return None;
        }
        Some(Change {
            term: term(name).1.to_owned(),
            before: old,
            after: new,
        })
    };
    told.into_iter().filter_map(change).collect()
}

/// The terms of events, in the order in which they are told.
const TERMS: &[(&str, &str)] = &[
    ("state", "状态"),
    ("reason", "理由"),
    ("schedule", "填报安排"),
    ("period", "填报周期"),
    ("rule", "规则"),
    ("dates", "日期"),
    ("days", "天数"),
    ("due_on", "截止日"),
    ("request", "申请"),
    ("deadline", "时限"),
    ("proposed_on", "拟延至"),
    ("proposal", "建议"),
    ("title", "标题"),
    ("kind", "关系"),
    ("evidence", "材料"),
    ("file", "文件名"),
    ("sort", "材料类型"),
    ("sha256", "SHA-256"),
    ("unclassified", "声明不涉密"),
    ("items", "事项"),
    ("responsibilities", "职责"),
    ("targets", "指标"),
    ("login", "账号"),
    ("name", "名称"),
    ("post", "岗位"),
    ("department", "单位"),
    ("from", "执行日"),
    ("added", "新增"),
    ("changed", "变更"),
    ("repealed", "废止"),
    ("renumbered", "只改编号"),
    ("unchanged", "未变"),
    ("changes", "变化"),
    ("separate", "独立文件"),
    ("region", "地区"),
    ("jurisdictions", "行政区"),
    ("departments", "单位"),
    ("aliases", "名称和别名"),
    ("successions", "沿革"),
    ("rosters", "名册成员"),
    ("code", "代码"),
    ("short_name", "简称"),
    ("level", "级别"),
    ("parent", "上级"),
    ("prefixes", "文件用语"),
    ("capital", "驻地"),
    ("order", "次序"),
    ("alias", "名称"),
    ("member", "成员"),
    ("predecessor", "原单位"),
    ("successor", "承接单位"),
    ("on", "自何日"),
    ("how", "方式"),
    ("scope", "范围"),
    ("valid_from", "起始日"),
    ("valid_to", "终止日"),
    ("confidence", "可靠程度"),
    ("source", "来源"),
    ("note", "备注"),
    ("reports", "填报"),
    ("begun", "新增应报"),
    ("ended", "停止应报"),
    ("upload", "上传编号"),
    ("added", "新增行"),
    ("changed", "修改行"),
    ("remind_before", "截止前提醒（天）"),
    ("remind_after", "截止后催报（天）"),
    ("remind_office", "告诉督查室（天）"),
    ("remind_gap", "提醒间隔（天）"),
    ("mailed", "发送邮件"),
    ("address", "邮件地址已填写"),
    ("day", "固定日期"),
    ("disabled", "停用"),
];

/// The place of a term in the order of telling, and its word; a term without one is told last, as it is.
fn term(name: &str) -> (usize, &str) {
    let at = TERMS.iter().position(|(known, _)| *known == name);
    at.map_or((TERMS.len(), name), |at| (at, TERMS[at].1))
}

/// A value in words; nothing where there is none.
fn words(name: &str, value: &Value) -> Option<String> {
    let label = |code: &str| match name {
        "state" => code.parse().map(ReportState::label).ok(),
        "kind" => code.parse().map(DocumentLinkKind::label).ok(),
        "request" => code.parse().map(RequestKind::label).ok(),
        "post" => code.parse().map(Post::label).ok(),
        _ => None,
    };
    match value {
        Value::Null => None,
        Value::Bool(true) => Some("是".to_owned()),
        Value::Bool(false) => Some("否".to_owned()),
        Value::String(code) => Some(label(code).unwrap_or(code).to_owned()),
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn returned() -> EventLine {
        EventLine {
            id: 1,
            at: chrono::DateTime::UNIX_EPOCH,
            actor: None,
            action: "report.return".to_owned(),
            item_id: Some(1),
            item: None,
            document: None,
            document_id: None,
            joined: None,
            department: Some("自治区质监局".to_owned()),
            department_id: None,
            report_id: None,
            before: Some(serde_json::json!({ "state": "submitted" })),
            after: Some(
                serde_json::json!({ "state": "returned", "period": "2018年第一季度", "reason": "请补数值" }),
            ),
        }
    }

    #[test]
    fn an_event_reads_as_a_sentence() {
        let event = returned();
        assert_eq!(
            sentence(&event),
            "退回填报（自治区质监局，2018年第一季度，理由：请补数值）"
        );
        assert_eq!(state(event.before.as_ref()), "已报送");
    }

    #[test]
    fn what_changed_is_told_term_by_term() {
        let told = |event: &EventLine| -> Vec<String> {
            changes(event)
                .into_iter()
                .map(|change| match change.before {
                    Some(before) => format!("{}：{before} → {}", change.term, change.after),
                    None => format!("{}：{}", change.term, change.after),
                })
                .collect()
        };
        assert_eq!(
            told(&returned()),
            [
                "状态：已报送 → 已退回",
                "理由：请补数值",
                "填报周期：2018年第一季度"
            ]
        );
        let joined = EventLine {
            action: "document.join".to_owned(),
            before: None,
            after: Some(serde_json::json!({ "to": 3, "kind": "assigns", "items": 33 })),
            ..returned()
        };
        assert_eq!(told(&joined), ["关系：分工", "事项：33"]);
    }
}
