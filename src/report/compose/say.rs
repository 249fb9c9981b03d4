//! A sentence in the language of the report that is being composed. The one place that ties words to languages here.

/// `say!(lang, "id {x}", "en {x}")`: the sentence of the language, with captured variables; only that one is built.
macro_rules! say {
    ($lang:expr, $id:literal, $en:literal $(,)?) => {
        match $lang {
            $crate::locale::Lang::Id => format!($id),
            $crate::locale::Lang::En => format!($en),
        }
    };
}

pub(crate) use say;
