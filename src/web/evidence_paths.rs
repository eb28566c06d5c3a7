//! The addresses of 佐证材料; used through [`super::paths`], as all others.

/// 本单位材料.
pub const EVIDENCE: &str = "/evidence";

/// What proves a report, while it is being written.
pub fn report_evidence(report: i64) -> String {
    format!("/reports/{report}/evidence")
}

/// Choosing evidence that the department has.
pub fn evidence_choice(report: i64) -> String {
    format!("/reports/{report}/evidence/choice")
}

/// Taking evidence from a report.
pub fn evidence_removal(report: i64) -> String {
    format!("/reports/{report}/evidence/removal")
}

/// The file of a piece of evidence, for whoever may see the report.
pub fn report_evidence_file(report: i64, evidence: i64) -> String {
    format!("/reports/{report}/evidence/{evidence}")
}

/// The file of a piece of evidence, for its department.
pub fn evidence_file(evidence: i64) -> String {
    format!("{EVIDENCE}/{evidence}")
}
