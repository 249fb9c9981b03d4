//! `METHODS.md` and `METHODS.id.md` are what the cards of the methods and of the checks say, with the rule of the grade.

use super::command::root;
use dampak::checks::checks_page;
use dampak::locale::Lang;
use dampak::methods::page;

/// Run with `DAMPAK_WRITE_METHODS=1` to write the pages anew.
#[test]
fn the_pages_are_what_the_cards_say() {
    for (lang, name) in [(Lang::En, "METHODS.md"), (Lang::Id, "METHODS.id.md")] {
        let path = root().join(name);
        let current = format!("{}\n{}", page(lang), checks_page(lang));
        if std::env::var_os("DAMPAK_WRITE_METHODS").is_some() {
            std::fs::write(&path, &current).expect("the page can be written");
        }
        let there = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(there == current, "{name} is not what the cards say: run the test with DAMPAK_WRITE_METHODS=1 and commit the file");
    }
}
