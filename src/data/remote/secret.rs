//! Secrets: passwords and tokens. They are handed to drivers and shown nowhere.

use crate::error::{Problem, engine as problems};
use std::path::Path;

/// A password or a token.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps a secret; none where it is empty.
    pub fn new(secret: String) -> Option<Self> {
        (!secret.is_empty()).then_some(Self(secret))
    }

    /// The first line of a file that nobody else may read.
    pub(super) fn of_file(file: &Path) -> Result<Self, Problem> {
        let shown = file.display().to_string();
        let failed = |error: std::io::Error| problems::password_file(&shown, &error.to_string());
        if others_may_read(&std::fs::metadata(file).map_err(failed)?) {
            return Err(problems::open_password_file(&shown));
        }
        let text = std::fs::read_to_string(file).map_err(failed)?;
        Self::new(text.lines().next().unwrap_or("").trim_end().to_owned()).ok_or_else(|| problems::password_file(&shown, "0 B"))
    }

    /// The secret itself, for a driver.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }

    /// A text without the secret.
    pub(super) fn removed_from(&self, text: &str) -> String {
        text.replace(&super::address::encoded(&self.0), "…").replace(&self.0, "…")
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

#[cfg(unix)]
fn others_may_read(file: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.permissions().mode() & 0o077 != 0
}

#[cfg(not(unix))]
fn others_may_read(_: &std::fs::Metadata) -> bool {
    false
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_file_that_others_may_read_is_refused_and_nothing_is_echoed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("password");
        std::fs::write(&file, "rah@sia\n").unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert_eq!(Secret::of_file(&file).unwrap_err().code, "engine::open-password-file");
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
        let secret = Secret::of_file(&file).unwrap();
        assert_eq!(secret.reveal(), "rah@sia");
        assert!(!format!("{secret:?}").contains("sia"));
        assert_eq!(secret.removed_from("user:rah@sia or rah%40sia"), "user:… or …");
        assert_eq!(Secret::of_file(&folder.path().join("none")).unwrap_err().code, "engine::password-file");
    }
}
