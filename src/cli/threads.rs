//! `--threads N`: thread pools read the environment once at their start, so the program starts itself again with it set.

use std::num::NonZeroUsize;
use std::process::{Command, ExitCode};

const VARIABLES: [&str; 2] = ["POLARS_MAX_THREADS", "RAYON_NUM_THREADS"];

/// Runs the same command again with the pools limited, and gives its status; none where nothing has to be done.
pub(super) fn restart(threads: Option<NonZeroUsize>) -> Option<ExitCode> {
    let wanted = threads?.to_string();
    if VARIABLES.iter().all(|name| std::env::var(name).is_ok_and(|value| value == wanted)) {
        return None;
    }
    let mut command = Command::new(std::env::current_exe().ok()?);
    command.args(std::env::args_os().skip(1)).envs(VARIABLES.map(|name| (name, &wanted)));
    run(command)
}

#[cfg(unix)]
fn run(mut command: Command) -> Option<ExitCode> {
    use std::os::unix::process::CommandExt;
    // Only returns where it failed; then the command goes on with the pools as they are.
    let _ = command.exec();
    None
}

#[cfg(not(unix))]
fn run(mut command: Command) -> Option<ExitCode> {
    let status = command.status().ok()?;
    Some(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}
