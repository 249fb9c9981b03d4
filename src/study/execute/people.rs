//! What the file of participants says.

use super::facts;
use crate::error::Result;
use crate::estimate::Estimate;
use crate::locale::Text;
use crate::methods::people::people as estimate;
use crate::study::load::Study;
use crate::study::people::people as read;
use crate::study::result::{PeopleFacts, PersonItem, SourceFacts};
use crate::study::schema::Words;

/// Results of the participants and the files behind them; none where the study has no such file.
pub(super) fn people(study: &Study) -> Result<Option<(PeopleFacts, Vec<SourceFacts>)>> {
    let (Some(section), Some(found)) = (&study.file.people, read(study)?) else { return Ok(None) };
    let mut results = estimate(&found.sample, study.file.study.level);
    let with_account = |estimate: &mut Option<Estimate>| {
        if let Some(estimate) = estimate {
            estimate.sample = found.account.clone();
        }
    };
    [&mut results.change, &mut results.gain, &mut results.gap, &mut results.reaction].into_iter().for_each(with_account);
    let items = found.sample.items.iter().zip(found.items);
    let questions = section.reaction.iter().flat_map(|reaction| {
        let label = |column: &String| reaction.names.get(column).map_or_else(|| Text::same(column.replace('_', " ")), Words::text);
        reaction.columns.iter().map(move |column| (column.clone(), label(column)))
    });
    let facts = PeopleFacts {
        people: found.people,
        items: items.map(|(item, (label, shows))| PersonItem { code: item.code.clone(), label, shows, max: item.max, standard: item.standard }).collect(),
        groups: section.by.iter().map(|by| (by.column().to_owned(), by.label(), by.names())).collect(),
        questions: questions.collect(),
        reaction_max: section.reaction.as_ref().map(|reaction| reaction.max),
        change: results.change,
        gain: results.gain,
        gap: results.gap,
        reaction: results.reaction,
        decimals: section.decimals(),
        account: found.account,
    };
    Ok(Some((facts, facts::sources(study, &found.records)?)))
}
