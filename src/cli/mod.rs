//! The command line: one file a command. The only home of clap, the clock and the environment.

mod arguments;
mod check;
mod choices;
mod completions;
mod did;
mod engine_arguments;
mod explain;
mod honest;
mod indonesian;
mod init;
mod interrupt;
mod its;
mod method_arguments;
mod outcome;
mod output;
mod pool;
mod power;
mod power_arguments;
mod prepost;
mod progress;
mod reading;
mod run;
mod satisfaction;
mod simulate;
mod survival;
mod terminal;
mod threads;
mod usage;

use crate::error::{Error, Exit};
use crate::locale::Lang;
use arguments::{Cli, Command};
use clap::{CommandFactory, FromArgMatches, Parser};
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

/// Runs the command line and gives the exit status: 0 done, 1 strict check failed, 2 wrong input, 3 not identified, 130 interrupted.
pub fn main() -> ExitCode {
    let spoken = asked(std::env::args()).unwrap_or_else(|| language(|name| std::env::var(name).ok()));
    let cli = match parsed(spoken) {
        Ok(cli) => cli,
        Err(help) => {
            // clap prints help and version to standard output, wrong usage to standard error.
            let status = u8::from(help.use_stderr()) * Exit::Input.status();
            if let Some(problem) = usage::problem(&help) {
                let _ = std::io::stderr().write_all(Error::from(problem).message(spoken).as_bytes());
                return ExitCode::from(status);
            }
            let _ = if spoken == Lang::Id && !help.use_stderr() {
                let plain = std::env::var_os("NO_COLOR").is_some() || !std::io::stdout().is_terminal();
                std::io::stdout().write_all(indonesian::page(&help, !plain).as_bytes())
            } else {
                help.print()
            };
            return ExitCode::from(status);
        }
    };
    let lang = cli.lang.map_or_else(|| language(|name| std::env::var(name).ok()), Lang::from);
    if let Some(status) = threads::restart(cli.threads) {
        return status;
    }
    interrupt::watch(lang);
    match dispatch(cli.command, lang) {
        Ok(status) => status,
        Err(error) => {
            let _ = std::io::stderr().write_all(error.message(lang).as_bytes());
            ExitCode::from(error.exit().status())
        }
    }
}

/// The command line as typed; its help speaks the language.
fn parsed(lang: Lang) -> Result<Cli, clap::Error> {
    match lang {
        Lang::En => Cli::try_parse(),
        Lang::Id => indonesian::translated(Cli::command()).try_get_matches().and_then(|found| Cli::from_arg_matches(&found)),
    }
}

fn dispatch(command: Command, lang: Lang) -> Result<ExitCode, Error> {
    match command {
        Command::Run(arguments) => run::run(&arguments, lang),
        Command::Init(arguments) => init::run(&arguments, lang),
        Command::Check(arguments) => check::run(&arguments, lang),
        Command::Prepost(arguments) => prepost::run(&arguments, lang),
        Command::Did(arguments) => did::run(&arguments, lang),
        Command::Its(arguments) => its::run(&arguments, lang),
        Command::Survival(arguments) => survival::run(&arguments, lang),
        Command::Satisfaction(arguments) => satisfaction::run(&arguments, lang),
        Command::Honest(arguments) => honest::run(&arguments, lang),
        Command::Pool(arguments) => pool::run(&arguments, lang),
        Command::Power(arguments) => power::run(&arguments, lang),
        Command::Simulate(arguments) => simulate::run(&arguments, lang),
        Command::Explain(arguments) => explain::run(&arguments, lang),
        Command::Completions(arguments) => completions::completions(&arguments),
        Command::Man => completions::man(),
    }
}

/// The language that `--lang` names, where the rest of the command cannot be read.
fn asked(arguments: impl Iterator<Item = String>) -> Option<Lang> {
    let arguments: Vec<String> = arguments.collect();
    let after = arguments.iter().position(|argument| argument == "--lang").and_then(|at| arguments.get(at + 1)).map(String::as_str);
    match after.or_else(|| arguments.iter().find_map(|argument| argument.strip_prefix("--lang="))) {
        Some("id") => Some(Lang::Id),
        Some("en") => Some(Lang::En),
        _ => None,
    }
}

/// The language of messages where `--lang` is not given: `DAMPAK_LANG`, else the locale of the environment; English unless it is Indonesian.
fn language(variable: impl Fn(&str) -> Option<String>) -> Lang {
    let name = ["DAMPAK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| variable(name).filter(|value| !value.is_empty()));
    match name {
        Some(locale) if locale.to_lowercase().starts_with("id") => Lang::Id,
        _ => Lang::En,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_chooses_the_language() {
        assert_eq!(language(|name| (name == "LANG").then(|| "id_ID.UTF-8".into())), Lang::Id);
        assert_eq!(language(|name| Some(if name == "DAMPAK_LANG" { "en" } else { "id_ID" }.into())), Lang::En);
        assert_eq!(language(|_| None), Lang::En);
    }
}
