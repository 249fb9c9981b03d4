//! What the file of participants says.

use super::facts;
use crate::checks::{Subgroups, selection_of_participants};
use crate::error::Result;
use crate::estimate::{Estimate, Finding};
use crate::locale::Text;
use crate::methods::people::people as estimate;
use crate::study::load::Study;
use crate::study::people::{People, people as read};
use crate::study::result::{PeopleFacts, PersonItem, SourceFacts};
use crate::study::schema::{Arms, PeopleSection, Words};

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
    if let Some(change) = &mut results.change {
        change.checks = alike_before(section, &found);
    }
    let items = found.sample.items.iter().zip(found.items);
    let questions = section.reaction.iter().flat_map(|reaction| {
        let label = |column: &String| reaction.names.get(column).map_or_else(|| Text::same(column.replace('_', " ")), Words::text);
        reaction.columns.iter().map(move |column| (column.clone(), label(column)))
    });
    let sources = facts::sources(study, &found.records)?;
    let facts = PeopleFacts {
        files: sources.iter().map(|source| source.path.clone()).collect(),
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
    Ok(Some((facts, sources)))
}

/// Whether the subgroups of each column were alike before the training.
fn alike_before(section: &PeopleSection, found: &People) -> Vec<Finding> {
    let of = |(group, by): (&crate::methods::people::Subgroups, &Arms)| {
        let words = by.names();
        let name = |label: &String| words.iter().find(|(level, _)| level == label).map_or_else(|| Text::same(label.clone()), |(_, words)| words.clone());
        let items = found.sample.items.iter().zip(&found.items).filter(|(item, _)| !item.before.is_empty());
        selection_of_participants(&Subgroups {
            names: group.levels.iter().map(name).collect(),
            labels: &group.levels,
            codes: &group.codes,
            items: items.map(|(item, (label, _))| (label.clone(), item.before.as_slice())).collect(),
        })
    };
    found.sample.groups.iter().zip(&section.by).filter_map(of).collect()
}
