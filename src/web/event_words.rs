//! Events in the words of a page. Pure.

use serde_json::Value;

use crate::domain::ReportState;
use crate::store::events::EventLine;

/// The kinds of event, as a filter lists them: how their code begins, and the words for it.
pub const KINDS: &[(&str, &str)] = &[
    ("document.", "文件"),
    ("report.", "填报"),
    ("user.", "账号"),
    ("registry.", "单位库"),
];

/// What an event did: `报送（2018年第二季度）`.
pub fn sentence(event: &EventLine) -> String {
    let verb = verb(&event.action);
    let after = |name: &str| event.after.as_ref().and_then(|after| after.get(name));
    let text = |name: &str| after(name).and_then(Value::as_str).map(str::to_owned);
    let details = [
        event
            .department
            .clone()
            .filter(|_| event.action.starts_with("report.")),
        text("period"),
        text("reason").map(|reason| format!("理由：{reason}")),
        counts(event),
    ];
    let details: Vec<String> = details.into_iter().flatten().collect();
    match details.as_slice() {
        [] => verb,
        details => format!("{verb}（{}）", details.join("，")),
    }
}

fn verb(action: &str) -> String {
    let verb = match action {
        "report.save" => "保存草稿",
        "report.submit" => "报送填报",
        "report.withdraw" => "撤回填报",
        "report.accept" => "核实填报",
        "report.return" => "退回填报",
        "document.import" => "导入文件",
        "document.join" => "关联文件",
        "user.create" => "新建账号",
        "user.password" => "重置密码",
        "user.disable" => "停用账号",
        "registry.load" => "载入单位库",
        other => other,
    };
    verb.to_owned()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_reads_as_a_sentence() {
        let event = EventLine {
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
        };
        assert_eq!(
            sentence(&event),
            "退回填报（自治区质监局，2018年第一季度，理由：请补数值）"
        );
        assert_eq!(state(event.before.as_ref()), "已报送");
    }
}
