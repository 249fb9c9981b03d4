//! From what a study found to a report: one file a section, in the order in which a reader asks.
//!
//! Nothing here asks which method ran: a section is there where its facts are.

pub(crate) mod say;
mod series;

mod arms;
mod change;
mod charts;
mod confidence;
mod figures;
mod gains;
mod groups;
mod index_facts;
mod index_section;
mod kirkpatrick;
mod method;
mod needs;
mod next;
mod participation;
mod people;
mod pooled;
mod program;
mod shares;
mod story;
mod summary;
mod threats;
mod wording;
mod worth;

pub(crate) use kirkpatrick::levels as kirkpatrick_levels;
pub use pooled::compose_pool;
pub(crate) use story::{OutcomeStory, Story};
pub use wording::{Reading, Wording};
pub(crate) use wording::{beginning, enumerate, inside};

use super::document::Report;
use super::privacy;
use crate::locale::Lang;
use crate::study::StudyResult;
use say::say;

/// The report of a study in one language, of what may be published.
pub fn compose(result: &StudyResult, lang: Lang) -> Report {
    let result = &arms::in_words(shares::in_percent(privacy::published(result)), lang);
    let story = Story::new(result, lang);
    let sections = [
        Some(summary::section(&story)),
        Some(program::section(&story)),
        Some(change::section(&story)),
        Some(confidence::section(&story)),
        charts::section(&story),
        series::section(&story),
        people::section(&story),
        groups::section(&story),
        Some(threats::section(&story)),
        worth::section(&story),
        Some(next::section(&story)),
        Some(method::section(&story)),
    ];
    let version = env!("CARGO_PKG_VERSION");
    Report {
        lang,
        name: result.name.clone(),
        title: result.title.get(lang).to_owned(),
        subtitle: say!(
            lang,
            "Laporan evaluasi dampak program, disusun dengan dampak {version}",
            "Program impact evaluation report, made with dampak {version}"
        ),
        sections: sections.into_iter().flatten().collect(),
    }
}
