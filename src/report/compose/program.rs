//! What was done and to whom.

use super::say::say;
use super::story::Story;
use super::wording::enumerate;
use crate::locale::{integer, percent};
use crate::panel::Cohort;
use crate::report::document::{Block, Cell, Column, Section, Table};
use std::collections::BTreeSet;

/// The section.
pub(crate) fn section(story: &Story) -> Section {
    let (l, result) = (story.lang, story.result);
    let program = &result.program;
    let mut rows = vec![vec![Cell::coded(say!(l, "Program", "Program"), "program"), Cell::text(program.name.get(l))]];
    if let Some((scale, start)) = program.start {
        rows.push(vec![Cell::coded(say!(l, "Mulai", "Start"), "start"), Cell::coded(scale.label(start, l), scale.code(start))]);
    }
    rows.extend(waves(story).filter(|_| program.start.is_none()).map(|words| vec![Cell::coded(say!(l, "Mulai", "Start"), "waves"), Cell::text(words)]));
    rows.push(vec![Cell::coded(say!(l, "Peserta program", "Program group"), "treated"), Cell::text(&story.treated)]);
    if !story.comparison.is_empty() {
        rows.push(vec![Cell::coded(say!(l, "Pembanding", "Comparison"), "comparison"), Cell::text(&story.comparison)]);
    }
    if let Some(share) = program.participation {
        rows.push(vec![
            Cell::coded(say!(l, "Pegawai yang ikut serta", "Staff who took part"), "participation"),
            Cell::coded(percent(l, share, 0), share.to_string()),
        ]);
    }
    rows.push(vec![
        Cell::coded(say!(l, "Catatan yang dipakai", "Records used"), "records"),
        Cell::coded(integer(l, result.account.rows_used), result.account.rows_used.to_string()),
    ]);
    let table = Table {
        name: "program".into(),
        caption: say!(l, "Program secara ringkas", "The program in brief"),
        columns: vec![Column::words("item", say!(l, "Hal", "Item")), Column::words("value", say!(l, "Keterangan", "Detail"))],
        rows,
        notes: Vec::new(),
    };
    let blocks = vec![Block::Prose(program.what.get(l).to_owned()), Block::Table(table)];
    Section { id: "program", title: say!(l, "Apa yang dilakukan dan kepada siapa", "What was done and to whom"), blocks }
}

/// Waves that are told one by one.
const FEW: usize = 4;

/// When the waves of a program that started at several times did so.
fn waves(story: &Story) -> Option<String> {
    let l = story.lang;
    let found = story.outcomes.first()?.main_estimate()?;
    let started = found.effects.iter().filter_map(|effect| match effect.key.cohort {
        Some(Cohort::TreatedFrom(start)) => Some(start),
        Some(Cohort::NeverTreated) | None => None,
    });
    let starts: Vec<String> = started.collect::<BTreeSet<_>>().into_iter().map(|start| found.scale.label(start, l)).collect();
    let count = starts.len();
    let when = match starts.as_slice() {
        [] | [_] => return starts.into_iter().next(),
        [first, .., last] if count > FEW => say!(l, "{first} s.d. {last}", "{first} to {last}"),
        all => enumerate(l, all),
    };
    Some(say!(l, "{count} gelombang: {when}", "{count} waves: {when}"))
}
