//! `dampak simulate PRESET`.

use super::arguments::SimulateArguments;
use super::completions::print;
use crate::error::{Error, cli};
use crate::locale::Lang;
use crate::simulate::preset;
use crate::text;
use std::path::PathBuf;
use std::process::ExitCode;

/// Writes the data files of a preset and `truth.json` beside them; nothing else in the folder is touched.
pub(super) fn run(arguments: &SimulateArguments, lang: Lang) -> Result<ExitCode, Error> {
    let preset = preset(&arguments.preset)?;
    let generated = (preset.generate)(arguments.seed.unwrap_or(preset.seed))?;
    let folder = arguments.out.clone().unwrap_or_else(|| PathBuf::from(preset.name));
    let failed = |path: &std::path::Path, error: &std::io::Error| Error::from(cli::cannot_write(&path.display().to_string(), error));
    std::fs::create_dir_all(&folder).map_err(|error| failed(&folder, &error))?;
    let mut truth = serde_json::to_vec_pretty(&generated.truth).unwrap_or_default();
    truth.push(b'\n');
    let files = generated.files.iter().map(|file| (file.name, file.bytes.as_slice())).chain([("truth.json", truth.as_slice())]);
    let mut page = String::new();
    for (name, bytes) in files {
        let path = folder.join(name);
        // Beside its place first, so that a file is there whole or not at all.
        let part = folder.join(format!(".{name}.part"));
        let written = std::fs::write(&part, bytes).and_then(|()| std::fs::rename(&part, &path));
        if let Err(error) = written {
            let _ = std::fs::remove_file(&part);
            return Err(failed(&path, &error));
        }
        let (path, size) = (path.display(), bytes.len());
        page.push_str(text!("ditulis: {path} ({size} bita)\n", "written: {path} ({size} bytes)\n").get(lang));
    }
    print(page.as_bytes())
}
