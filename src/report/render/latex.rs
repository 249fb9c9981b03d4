//! Tables as LaTeX with booktabs.

use super::inline::{Span, spans};
use crate::report::document::Table;
use std::fmt::Write;

/// A `table` environment; needs `\usepackage{booktabs}`.
pub fn table(table: &Table) -> String {
    let align: String = table.columns.iter().map(|column| if column.numeric { 'r' } else { 'l' }).collect();
    let head: Vec<String> = table
        .columns
        .iter()
        .map(|column| if column.unit.is_empty() { escape(&column.title) } else { format!("{} ({})", escape(&column.title), escape(&column.unit)) })
        .collect();
    let mut out = String::new();
    let _ = writeln!(out, "% \\usepackage{{booktabs}}");
    let _ = writeln!(out, "\\begin{{table}}[htbp]\n\\centering\n\\caption{{{}}}\n\\label{{tab:{}}}", text(&table.caption), table.name);
    let _ = writeln!(out, "\\begin{{tabular}}{{{align}}}\n\\toprule\n{} \\\\\n\\midrule", head.join(" & "));
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|cell| text(&cell.shown)).collect();
        let _ = writeln!(out, "{} \\\\", cells.join(" & "));
    }
    let _ = writeln!(out, "\\bottomrule\n\\end{{tabular}}");
    for note in &table.notes {
        let _ = writeln!(out, "\\par\\smallskip\\footnotesize {}", text(note));
    }
    out.push_str("\\end{table}\n");
    out
}

fn text(words: &str) -> String {
    spans(words)
        .into_iter()
        .map(|span| match span {
            Span::Plain(words) => escape(words),
            Span::Code(words) => format!("\\texttt{{{}}}", escape(words)),
            Span::Strong(words) => format!("\\textbf{{{}}}", escape(words)),
        })
        .collect()
}

fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => {
                out.push('\\');
                out.push(letter);
            }
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '<' => out.push_str("$<$"),
            '>' => out.push_str("$>$"),
            '−' => out.push_str("$-$"),
            '–' => out.push_str("--"),
            '²' => out.push_str("$^2$"),
            'τ' => out.push_str("$\\tau$"),
            '\u{a0}' => out.push('~'),
            other => out.push(other),
        }
    }
    out
}
