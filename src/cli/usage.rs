//! Wrong usage of the command line as a problem in both languages.

use crate::error::{Problem, cli};
use crate::locale::Text;
use crate::text;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// What clap refused; none for help and version, which it prints itself.
pub(super) fn problem(refused: &clap::Error) -> Option<Problem> {
    if !refused.use_stderr() {
        return None;
    }
    let of = |kind| refused.get(kind).map(shown);
    let (argument, value) = (of(ContextKind::InvalidArg).unwrap_or_default(), of(ContextKind::InvalidValue).unwrap_or_default());
    let prior = of(ContextKind::PriorArg).unwrap_or_default();
    let what = match refused.kind() {
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => return None,
        ErrorKind::InvalidValue if value.is_empty() => text!("{argument} memerlukan sebuah nilai", "{argument} needs a value"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            text!("nilai \"{value}\" tidak sah untuk {argument}", "the value \"{value}\" is not valid for {argument}")
        }
        ErrorKind::UnknownArgument => text!("pilihan \"{argument}\" tidak dikenal", "there is no option \"{argument}\""),
        ErrorKind::InvalidSubcommand => {
            let command = of(ContextKind::InvalidSubcommand).unwrap_or_default();
            text!("perintah \"{command}\" tidak dikenal", "there is no command \"{command}\"")
        }
        ErrorKind::MissingRequiredArgument => text!("yang masih kurang: {argument}", "what is still needed: {argument}"),
        ErrorKind::ArgumentConflict if argument == prior || prior.is_empty() => {
            text!("{argument} diberikan lebih dari sekali", "{argument} is given more than once")
        }
        ErrorKind::ArgumentConflict => text!("{argument} tidak dapat dipakai bersama {prior}", "{argument} cannot be used together with {prior}"),
        _ => {
            let first = refused.to_string();
            let first = first.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
            text!("perintah tidak dapat dibaca ({first})", "the command cannot be read ({first})")
        }
    };
    Some(cli::usage(what, hint(refused, &of)))
}

/// What would have been valid.
fn hint(refused: &clap::Error, of: &impl Fn(ContextKind) -> Option<String>) -> Text {
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue].into_iter().find_map(of);
    if let Some(near) = near {
        return text!("Mungkin maksudnya {near}; lihat juga --help.", "Did you mean {near}? See also --help.");
    }
    if let Some(valid) = of(ContextKind::ValidValue).filter(|valid| !valid.is_empty()) {
        return text!("Yang dikenal: {valid}.", "Known are: {valid}.");
    }
    // Readers of values name what they know behind "methods:" or "expected"; other words of theirs are English only.
    if let Some(said) = std::error::Error::source(refused).map(ToString::to_string) {
        let quoted = |list: &str| list.split('`').skip(1).step_by(2).collect::<Vec<_>>().join(", ");
        let known = said.rsplit_once("methods: ").map(|(_, list)| list.to_owned()).or_else(|| said.split_once("expected").map(|(_, list)| quoted(list)));
        return match known.filter(|list| !list.is_empty()) {
            Some(list) => text!("Yang dikenal: {list}.", "Known are: {list}."),
            None => text!("Lihat --help untuk nilai yang sah.", "It says: {said}. See --help."),
        };
    }
    text!("Lihat --help untuk pilihan dan contoh.", "See --help for options and examples.")
}

fn shown(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::arguments::Cli;
    use super::*;
    use clap::Parser;

    fn said(arguments: &[&str]) -> Option<Text> {
        Cli::try_parse_from(arguments).err().and_then(|refused| problem(&refused)).map(|problem| problem.what)
    }

    #[test]
    fn wrong_usage_is_said_in_both_languages() {
        let unknown = said(&["dampak", "did", "data.csv", "--outcom", "y"]);
        assert!(unknown.is_some_and(|text| text.id.contains("--outcom") && text.id.contains("tidak dikenal") && text.en.contains("no option")));
        let value = said(&["dampak", "did", "data.csv", "--outcome", "y", "--level", "95"]);
        assert!(value.is_some_and(|text| text.id.contains("\"95\"") && text.id.contains("--level")));
        assert_eq!(said(&["dampak", "--help"]), None);
    }
}
