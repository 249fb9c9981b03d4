//! Tables and notes for the terminal: aligned, without colour, whole when piped, within the width of a terminal where there is one.

use crate::estimate::Estimate;
use crate::locale::{Lang, integer};
use crate::report::document::{Cell, Column, Table};
use crate::text;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Width, presets};
use std::io::IsTerminal;

/// Columns that give way where a table is wider than the terminal, in this order; every other format has them.
const GIVE_WAY: [&str; 7] = ["clusters", "df", "statistic", "records", "band_low", "std_error", "p_value"];
/// Words of a table are broken between words down to this width.
const NARROWEST: usize = 14;
/// Longer lines are hard to read, on the widest terminal, too.
const LONGEST_LINE: usize = 100;

/// The width of the terminal that the result goes to; none where it is piped or written to a file.
pub(super) fn width() -> Option<usize> {
    std::io::stdout().is_terminal().then(terminal_size::terminal_size).flatten().map(|(width, _)| usize::from(width.0).max(40))
}

/// Lines of at most 100 characters, or of the terminal's width, broken between words and hanging by `indent`; line breaks of the text stay.
pub(super) fn wrapped(text: &str, width: Option<usize>, indent: usize) -> String {
    let most = width.unwrap_or(LONGEST_LINE).min(LONGEST_LINE);
    let mut out = String::new();
    for (at, paragraph) in text.lines().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let mut used = 0;
        for word in paragraph.split(' ') {
            let length = word.chars().count();
            if used > 0 && used + 1 + length > most {
                out.push('\n');
                out.push_str(&" ".repeat(indent));
                used = indent;
            } else if used > 0 {
                out.push(' ');
                used += 1;
            }
            out.push_str(word);
            used += length;
        }
    }
    out
}

/// A line of the page: wrapped on a terminal, whole when piped.
fn line(text: &str, width: Option<usize>) -> String {
    match width {
        Some(_) => format!("{}\n", wrapped(text, width, 2)),
        None => format!("{text}\n"),
    }
}

/// The whole result as text.
pub(super) fn page(estimate: &Estimate, tables: &[Table], lang: Lang, width: Option<usize>) -> String {
    let named = [estimate.command.as_str(), &estimate.method, &estimate.outcome];
    let mut out = format!("{}\n", named.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" · "));
    for table in tables {
        out.push('\n');
        out.push_str(&aligned(table, width, lang));
    }
    out.push('\n');
    // A plan without past data has read no rows.
    if estimate.command != "power" || estimate.sample.rows_read > 0 {
        out.push_str(&sample(estimate, lang));
    }
    for finding in &estimate.checks {
        out.push_str(&line(&format!("[{}] {}: {}", finding.verdict.code(), finding.name, finding.sentence.get(lang)), width));
    }
    for note in &estimate.notes {
        out.push_str(&line(&format!("• {}: {}", note.code, note.text.get(lang)), width));
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
pub(super) fn aligned(table: &Table, width: Option<usize>, lang: Lang) -> String {
    let heading = |column: &Column| if column.unit.is_empty() { column.title.clone() } else { format!("{} ({})", column.title, column.unit) };
    let shown = |row: &[Cell], at: usize| row.get(at).map(|cell| cell.shown.replace('`', "")).unwrap_or_default();
    let (kept, left_out) = fitting(table, width);
    let mut drawn = comfy_table::Table::new();
    drawn.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    drawn.set_header(kept.iter().map(|at| heading(&table.columns[*at])));
    for row in &table.rows {
        drawn.add_row(kept.iter().map(|at| shown(row, *at)));
    }
    for (place, at) in kept.iter().enumerate() {
        if let Some(drawn) = drawn.column_mut(place) {
            drawn.set_cell_alignment(if table.columns[*at].numeric { CellAlignment::Right } else { CellAlignment::Left });
        }
    }
    let narrow = width.filter(|width| drawn.lines().any(|line| line.trim_end().chars().count() > *width));
    if let Some(width) = narrow {
        drawn.set_content_arrangement(ContentArrangement::Dynamic).set_width(u16::try_from(width).unwrap_or(u16::MAX));
        for (place, at) in kept.iter().enumerate() {
            if let Some(drawn) = drawn.column_mut(place) {
                let least = u16::try_from(least_width(table, *at) + PADDING).unwrap_or(u16::MAX);
                drawn.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least)));
            }
        }
    }
    let mut out = line(&table.caption.replace('`', if width.is_some() { "" } else { "`" }), width);
    for line in drawn.lines() {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    for note in &table.notes {
        out.push_str(&line(&format!("  {note}"), width));
    }
    if !left_out.is_empty() {
        let names = left_out.iter().map(|at| table.columns[*at].title.as_str()).collect::<Vec<_>>().join(", ");
        let said = text!("  Tidak muat di terminal ini: {names} (ada pada --format csv)", "  Too wide for this terminal: {names} (in --format csv)");
        out.push_str(&line(said.get(lang), width));
    }
    out
}

/// Blanks around a cell.
const PADDING: usize = 2;

/// The columns that fit side by side, and those that gave way.
fn fitting(table: &Table, width: Option<usize>) -> (Vec<usize>, Vec<usize>) {
    let mut kept: Vec<usize> = (0..table.columns.len()).collect();
    let mut left_out = Vec::new();
    let Some(width) = width else { return (kept, left_out) };
    let needed = |kept: &[usize]| kept.iter().map(|at| least_width(table, *at) + PADDING).sum::<usize>();
    for code in GIVE_WAY {
        if needed(&kept) <= width {
            break;
        }
        let place = kept.iter().position(|at| table.columns[*at].fields.first().is_some_and(|field| field == code));
        left_out.extend(place.map(|place| kept.remove(place)));
    }
    left_out.sort_unstable();
    (kept, left_out)
}

/// The width below which a column cannot be read: numbers stay whole, words break between words.
fn least_width(table: &Table, at: usize) -> usize {
    let column = &table.columns[at];
    let word = |text: &str| text.split(' ').map(|word| word.chars().count()).max().unwrap_or(0);
    let head = word(&column.title).max(column.unit.chars().count());
    let cells = table.rows.iter().filter_map(|row| row.get(at));
    if column.numeric {
        cells.map(|cell| cell.shown.chars().count()).fold(head, usize::max)
    } else {
        cells.map(|cell| cell.shown.chars().count().min(NARROWEST).max(word(&cell.shown).min(24))).fold(head, usize::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let columns = vec![
            Column::words("term", "Besaran"),
            Column::numbers("estimate", "Taksiran", ""),
            Column::numbers("statistic", "Statistik uji", ""),
            Column::numbers("df", "Derajat bebas", ""),
            Column::intervals("conf_low", "conf_high", "Selang kepercayaan 95 %", ""),
            Column::numbers("clusters", "Klaster", ""),
        ];
        let row = ["dampak rata-rata pada peserta program", "−12,345", "33.191.317", "19.873,6", "−14,72 s.d. −14,27", "1.234"].map(Cell::text);
        Table { name: "t".into(), caption: "Dampak terhadap lama tunggu".into(), columns, rows: vec![row.to_vec()], notes: Vec::new() }
    }

    #[test]
    fn a_table_keeps_to_the_terminal_and_says_what_gave_way() {
        let whole = aligned(&table(), None, Lang::Id);
        assert!(whole.lines().any(|line| line.contains("dampak rata-rata pada peserta program") && line.contains("1.234")));
        let narrow = aligned(&table(), Some(60), Lang::Id);
        assert!(narrow.lines().all(|line| line.chars().count() <= 60), "{narrow}");
        assert!(narrow.contains("−14,72 s.d. −14,27") && narrow.contains("−12,345"), "{narrow}");
        assert!(narrow.contains("Klaster, ") || narrow.contains("Klaster ("), "{narrow}");
    }

    #[test]
    fn sentences_break_between_words() {
        let text = wrapped("• catatan: unit yang tidak punya pembanding tidak ikut dihitung", Some(40), 2);
        assert_eq!(text.lines().count(), 2);
        assert!(text.lines().nth(1).is_some_and(|line| line.starts_with("  ")));
    }
}
