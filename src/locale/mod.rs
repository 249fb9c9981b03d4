//! Language: two-language texts, numbers, dates, and identity numbers inside texts. A leaf: it imports nothing of the crate.

mod dates;
mod identity;
mod numbers;

pub use dates::{date, month_name, month_year};
pub use identity::{looks_like_nik, replace_identity_numbers};
pub use numbers::{integer, interval, number, p_value, percent, significant};

use serde::{Deserialize, Serialize};

/// The language of everything that people read. Machine formats (JSON, CSV) do not depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Indonesian.
    #[default]
    Id,
    /// English.
    En,
}

impl Lang {
    /// Both languages, Indonesian first.
    pub const ALL: [Lang; 2] = [Lang::Id, Lang::En];

    /// The tag used in file names and in HTML's `lang` attribute.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Id => "id",
            Lang::En => "en",
        }
    }
}

/// One statement in both languages. Made with [`text!`](crate::text).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Text {
    /// Indonesian.
    pub id: String,
    /// English.
    pub en: String,
}

impl Text {
    /// The statement in one language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Id => &self.id,
            Lang::En => &self.en,
        }
    }

    /// The same words in both languages (names, codes, symbols).
    pub fn same(words: impl Into<String>) -> Self {
        let words = words.into();
        Self { id: words.clone(), en: words }
    }

    /// Builds both languages with one function.
    pub fn by(build: impl Fn(Lang) -> String) -> Self {
        Self { id: build(Lang::Id), en: build(Lang::En) }
    }

    /// Both statements one after the other, separated by a space.
    #[must_use]
    pub fn then(&self, next: &Text) -> Self {
        Self::by(|l| format!("{} {}", self.get(l), next.get(l)))
    }
}

/// A two-language [`Text`](crate::locale::Text): `text!("id {x}", "en {x}")` captures variables;
/// `text!(|l| indonesian, english)` evaluates two expressions with `l` bound to each language, so that numbers and dates can follow it.
#[macro_export]
macro_rules! text {
    (|$lang:ident| $id:expr, $en:expr $(,)?) => {
        $crate::locale::Text {
            id: {
                let $lang = $crate::locale::Lang::Id;
                let _ = $lang;
                ($id).into()
            },
            en: {
                let $lang = $crate::locale::Lang::En;
                let _ = $lang;
                ($en).into()
            },
        }
    };
    ($id:literal, $en:literal $(,)?) => {
        $crate::locale::Text { id: format!($id), en: format!($en) }
    };
}
