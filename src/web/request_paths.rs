//! The addresses of 申请.

/// 申请: what departments ask for.
pub const REQUESTS: &str = "/requests";

/// 申请 of a department on an item; of one kind, or the choice of kinds.
pub fn request_form(item: i64, department: i64, kind: Option<&str>) -> String {
    let kind = kind.map(|kind| format!("&kind={kind}")).unwrap_or_default();
    format!("/items/{item}/request?department={department}{kind}")
}

/// Requests in a state, after one of them.
pub fn requests(state: &str, after: Option<i64>) -> String {
    let after = after
        .map(|after| format!("&after={after}"))
        .unwrap_or_default();
    format!("{REQUESTS}?state={state}{after}")
}

/// One request.
pub fn request(id: i64) -> String {
    format!("/requests/{id}")
}

/// Deciding on a request.
pub fn request_decision(id: i64) -> String {
    format!("/requests/{id}/decision")
}

/// Taking a request back.
pub fn request_withdrawal(id: i64) -> String {
    format!("/requests/{id}/withdrawal")
}
