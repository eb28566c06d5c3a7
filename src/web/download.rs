//! Files that a browser saves.

/// The header that gives a file its name: in Chinese for browsers of this century (RFC 6266, RFC 5987), in ASCII for
/// others.
pub fn attachment(name: &str) -> String {
    let encoded: String = name
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect();
    let ascii: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') {
                c
            } else {
                '_'
            }
        })
        .collect();
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_name_survives() {
        assert_eq!(
            attachment("台账 1\".csv"),
            "attachment; filename=\"___1_.csv\"; filename*=UTF-8''%E5%8F%B0%E8%B4%A6%201%22.csv"
        );
    }
}
