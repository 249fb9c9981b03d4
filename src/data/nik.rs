//! Identity numbers (NIK): 16 digits, personal data. Never shown; hashed where they are needed as a key.

use super::source::hex;
use sha2::{Digest, Sha256};

/// Whether a value looks like a NIK: 16 digits with a province code and a day of birth that exist.
pub use crate::locale::looks_like_nik as looks;

/// Whether a column's name says that it holds identity numbers.
pub fn named(column: &str) -> bool {
    let folded: String = column.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    let words: Vec<&str> = folded.split('_').filter(|word| !word.is_empty()).collect();
    words.contains(&"nik") || words.contains(&"ktp") || words.contains(&"noktp") || words.contains(&"nokk") || words == ["no", "kk"] || words == ["nomor", "kk"]
}

/// Salted SHA-256 of a value, 16 hexadecimal digits: a key that shows nothing of the value to those who do not have the salt.
pub fn hash(value: &str, salt: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(salt.as_bytes());
    hash.update([0]);
    hash.update(value.trim().as_bytes());
    hex(&hash.finalize()[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identity_numbers_are_recognised_and_hidden() {
        assert!(looks("7471015203900001"));
        assert!(!looks("7471019903900001"), "day 99 does not exist");
        assert!(!looks("101000295613"));
        assert!(named("NIK") && named("no_ktp") && named("Nik Pemohon") && !named("teknik") && !named("klinik"));
        let key = hash("7471015203900001", "garam");
        assert_eq!(key.len(), 16);
        assert_eq!(key, hash(" 7471015203900001", "garam"));
        assert_ne!(key, hash("7471015203900001", "lain"));
    }
}
