//! The thin binary: parse, run, exit status.

fn main() -> std::process::ExitCode {
    dampak::cli::main()
}
