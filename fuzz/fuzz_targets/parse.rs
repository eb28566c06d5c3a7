//! `cargo +nightly fuzz run parse`: whatever the bytes, reading them ends and every span is a slice of the text.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(intake) = fengong::intake::read("", bytes) else {
        return;
    };
    let text = intake.text;
    let parsed = fengong::document::parse(&text);
    for item in &parsed.items {
        assert!(text.get(item.span.start..item.span.end).is_some());
    }
    for finding in &parsed.findings {
        assert!(text.get(finding.span.start..finding.span.end).is_some());
    }
    let _ = fengong::output::Tree::of(&text, &parsed).to_string();
});
