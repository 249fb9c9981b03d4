//! Tables and notes for the terminal: aligned, without colour, readable when piped.

use crate::estimate::{Estimate, Verdict};
use crate::locale::{Lang, integer};
use crate::report::document::{Column, Table};
use crate::text;
use comfy_table::{CellAlignment, ContentArrangement, presets};

/// The whole result as text.
pub(super) fn page(estimate: &Estimate, tables: &[Table], lang: Lang) -> String {
    let named = [estimate.command.as_str(), &estimate.method, &estimate.outcome];
    let mut out = format!("{}\n", named.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" · "));
    for table in tables {
        out.push('\n');
        out.push_str(&aligned(table));
    }
    out.push('\n');
    // A plan without past data has read no rows.
    if estimate.command != "power" || estimate.sample.rows_read > 0 {
        out.push_str(&sample(estimate, lang));
    }
    for finding in estimate.checks.iter().filter(|finding| finding.verdict != Verdict::NotApplicable) {
        out.push_str(&format!("[{}] {}: {}\n", finding.verdict.code(), finding.name, finding.sentence.get(lang)));
    }
    for note in &estimate.notes {
        out.push_str(&format!("• {}: {}\n", note.code, note.text.get(lang)));
    }
    out
}

/// Rows in, rows out, units, clusters, in one line, and what was dropped.
fn sample(estimate: &Estimate, lang: Lang) -> String {
    let account = &estimate.sample;
    let (read, used) = (integer(lang, account.rows_read), integer(lang, account.rows_used));
    let mut parts = vec![text!("{used} dari {read} baris dipakai", "{used} of {read} rows used").get(lang).to_owned()];
    for (count, name) in
        [(account.units, text!("unit", "units")), (account.periods, text!("periode", "periods")), (account.clusters, text!("klaster", "clusters"))]
    {
        if let Some(count) = count {
            parts.push(format!("{} {}", integer(lang, count), name.get(lang)));
        }
    }
    let mut out = parts.join(" · ");
    out.push('\n');
    for dropped in &account.dropped {
        out.push_str(&format!("  − {}: {}\n", integer(lang, dropped.rows), dropped.reason.text().get(lang)));
    }
    out
}

/// One table with its caption above and its remarks under it.
pub(super) fn aligned(table: &Table) -> String {
    let mut drawn = comfy_table::Table::new();
    drawn.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    let heading = |column: &Column| if column.unit.is_empty() { column.title.clone() } else { format!("{} ({})", column.title, column.unit) };
    drawn.set_header(table.columns.iter().map(heading));
    for row in &table.rows {
        drawn.add_row(row.iter().map(|cell| cell.shown.replace('`', "")));
    }
    for (at, column) in table.columns.iter().enumerate() {
        if let Some(drawn) = drawn.column_mut(at) {
            drawn.set_cell_alignment(if column.numeric { CellAlignment::Right } else { CellAlignment::Left });
        }
    }
    let mut out = format!("{}\n", table.caption);
    for line in drawn.lines() {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    for note in &table.notes {
        out.push_str(&format!("  {note}\n"));
    }
    out
}
