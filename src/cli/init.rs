//! `dampak init`: a commented study file from the data.

use super::arguments::InitArguments;
use super::completions::{print, shown};
use super::progress::Terminal;
use crate::error::{Error, cli};
use crate::locale::Lang;
use crate::study;
use crate::text;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// Writes the study file to standard output, or to a file that is not there yet.
pub(super) fn run(arguments: &InitArguments, lang: Lang) -> Result<ExitCode, Error> {
    let progress = Terminal::new(lang);
    let records = arguments.data.open(&progress)?;
    let folder = arguments.out.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
    let sources: Vec<String> = arguments.data.files.iter().map(|file| from_folder(file, folder)).collect();
    let text = shown(study::init(&records, &sources, arguments.data.engine.source().as_ref(), lang));
    drop(progress);
    let Some(out) = &arguments.out else { return print(text.as_bytes()) };
    let place = out.display().to_string();
    let mut file = match std::fs::File::create_new(out) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => return Err(cli::already_there(&place).into()),
        opened => opened.map_err(|error| cli::cannot_write(&place, &error))?,
    };
    if let Err(error) = file.write_all(text.as_bytes()) {
        let _ = std::fs::remove_file(out);
        return Err(cli::cannot_write(&place, &error).into());
    }
    let next = text!(
        "ditulis: {place}\nLengkapi baris yang ditandai, lalu: dampak check {place}\n",
        "written: {place}\nFill in the marked lines, then: dampak check {place}\n"
    );
    print(next.get(lang).as_bytes())
}

/// A path as the study file names it: from its own folder where the data lie below it, else absolute.
fn from_folder(file: &str, folder: &Path) -> String {
    if file == "-" || folder.as_os_str().is_empty() {
        return file.to_owned();
    }
    match (std::path::absolute(file), std::path::absolute(folder)) {
        (Ok(file), Ok(folder)) => file.strip_prefix(&folder).unwrap_or(&file).display().to_string(),
        _ => file.to_owned(),
    }
}
