//! `dampak completions SHELL` and `dampak man`.

use super::arguments::{Cli, CompletionsArguments};
use crate::error::{Error, cli};
use crate::locale::replace_identity_numbers;
use clap::CommandFactory;
use std::io::Write;
use std::process::ExitCode;

/// Completions for a shell.
pub(super) fn completions(arguments: &CompletionsArguments) -> Result<ExitCode, Error> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "dampak", &mut script);
    print(&script)
}

/// The manual: the program's page, then one a command.
pub(super) fn man() -> Result<ExitCode, Error> {
    let mut pages = Vec::new();
    let mut command = Cli::command();
    command.build();
    let render = |command: &clap::Command, pages: &mut Vec<u8>| clap_mangen::Man::new(command.clone()).render(pages);
    let written = render(&command, &mut pages).and_then(|()| {
        command.get_subcommands().filter(|sub| sub.get_name() != "help").try_for_each(|sub| {
            let name = format!("dampak-{}", sub.get_name());
            render(&sub.clone().name(name.clone()).display_name(name), &mut pages)
        })
    });
    written.map_err(|error| cli::cannot_write("<stdout>", &error))?;
    print(&pages)
}

/// A page without identity numbers: columns, files and values may be called by one.
pub(super) fn shown(page: String) -> String {
    replace_identity_numbers(&page, |number| "*".repeat(number.len())).unwrap_or(page)
}

/// Writes bytes to standard output; a reader that has gone (a closed pipe) is no error.
pub(super) fn print(bytes: &[u8]) -> Result<ExitCode, Error> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(cli::cannot_write("<stdout>", &error).into()),
        _ => Ok(ExitCode::SUCCESS),
    }
}
