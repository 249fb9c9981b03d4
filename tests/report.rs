//! The report: structure, languages, formats, files. The pages can be looked at with `DAMPAK_LOOK=folder`.

#[path = "report/fixture.rs"]
mod fixture;

use dampak::report::{ReportSet, write};

#[test]
fn looks() {
    let set = ReportSet::of(&fixture::kendari());
    if let Ok(folder) = std::env::var("DAMPAK_LOOK") {
        write(&set, std::path::Path::new(&folder), &|| false).unwrap();
    }
}
