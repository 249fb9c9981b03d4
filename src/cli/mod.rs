//! The command line: one file a command. The only home of clap, the clock and the environment.

/// Runs the command line and gives the exit status.
pub fn main() -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}
