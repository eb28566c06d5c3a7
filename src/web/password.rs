//! Passwords: Argon2id, with the parameters that the library recommends (OWASP: 19 MiB, 2 passes, 1 lane).

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use rand::seq::IndexedRandom;

/// The hash of a password, in PHC form with a fresh salt. Takes tens of milliseconds, by design.
pub fn hash(password: &str) -> anyhow::Result<String> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string())
        .map_err(|error| anyhow::anyhow!("hashing a password: {error}"))
}

/// True when the password is right. Without a hash the same time passes, so that nobody learns which accounts exist.
pub async fn verify(password: String, hash: Option<String>) -> anyhow::Result<bool> {
    // Hashing would block the threads that answer requests.
    tokio::task::spawn_blocking(move || {
        let Some(known) = hash else {
            self::hash(&password)?;
            return Ok(false);
        };
        let known = PasswordHash::new(&known)
            .map_err(|error| anyhow::anyhow!("reading a hash: {error}"))?;
        Ok(Argon2::default()
            .verify_password(password.as_bytes(), &known)
            .is_ok())
    })
    .await?
}

/// A password that can be read out on the telephone: three groups of four, without characters that look alike.
pub fn random() -> String {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut random = rand::rng();
    let mut group = || -> String {
        (0..4)
            .filter_map(|_| LETTERS.choose(&mut random))
            .map(|letter| char::from(*letter))
            .collect()
    };
    [group(), group(), group()].join("-")
}

/// What is wrong with a password that somebody chose; `None` when it will do (GB/T 22239-2019 8.1.4.1: not short,
/// not of one kind of character).
pub fn weakness(password: &str) -> Option<&'static str> {
    let kinds = [
        password.chars().any(|c| c.is_ascii_lowercase()),
        password.chars().any(|c| c.is_ascii_uppercase()),
        password.chars().any(|c| c.is_ascii_digit()),
        password.chars().any(|c| !c.is_ascii_alphanumeric()),
    ];
    if password.chars().count() < 10 {
        Some("密码至少 10 个字符。")
    } else if kinds.iter().filter(|kind| **kind).count() < 2 {
        Some("密码至少包含大写字母、小写字母、数字、符号中的两种。")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_opens_its_own_hash_only() {
        let hash = hash("一个很长的密码 1").expect("hashed");
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
        assert!(
            verify("一个很长的密码 1".to_owned(), Some(hash.clone()))
                .await
                .expect("verified")
        );
        assert!(
            !verify("另一个密码".to_owned(), Some(hash))
                .await
                .expect("verified")
        );
        assert!(!verify("任何密码".to_owned(), None).await.expect("verified"));
    }

    #[test]
    fn random_passwords_differ_and_are_strong() {
        assert_ne!(random(), random());
        assert_eq!(weakness(&random()), None);
        assert!(weakness("abc1").is_some() && weakness("abcdefghijkl").is_some());
    }
}
