//! Markdown as GitHub and Jupyter read it, pictures by relative path.

use super::inline::{Span, spans};
use super::pictures::{Pictures, figure_table};
use crate::report::compose::say::say;
use crate::report::document::{Block, Callout, Report, Table, Tone};
use std::fmt::Write;

/// The whole report; `pictures` is the folder of charts as seen from the file.
pub fn report(report: &Report, drawn: &Pictures, pictures: &str) -> String {
    let mut out = format!("# {}\n\n*{}*\n\n", text(&report.title), text(&report.subtitle));
    for section in &report.sections {
        let _ = write!(out, "## {}\n\n", text(&section.title));
        blocks(&mut out, &section.blocks, report, drawn, pictures);
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn blocks(out: &mut String, list: &[Block], report: &Report, drawn: &Pictures, pictures: &str) {
    for block in list {
        match block {
            Block::Figure(figure) => {
                if let Err(reason) = drawn.get(&figure.name) {
                    let reason = reason.map(|reason| reason.get(report.lang)).unwrap_or_default();
                    let _ = write!(out, "**{}** {}\n\n", text(&figure.title), text(reason));
                    continue;
                }
                let _ = write!(out, "![{}]({pictures}/{}.svg)\n\n", text(&figure.alt), figure.name);
                let data = figure_table(figure);
                let summary = say!(report.lang, "Data grafik", "Chart data");
                if !data.rows.is_empty() {
                    details(out, &summary, &table(&data));
                }
            }
            Block::Details { summary, blocks: inside } => {
                let mut inner = String::new();
                blocks(&mut inner, inside, report, drawn, pictures);
                details(out, summary, &inner);
            }
            other => out.push_str(&block_text(other)),
        }
    }
}

fn details(out: &mut String, summary: &str, inner: &str) {
    let _ = write!(out, "<details>\n<summary>{}</summary>\n\n{}\n\n</details>\n\n", html_text(summary), inner.trim_end());
}

/// A block that needs no picture; empty for the others.
pub fn block_text(block: &Block) -> String {
    match block {
        Block::Heading(words) => format!("### {}\n\n", text(words)),
        Block::Prose(words) => format!("{}\n\n", text(words)),
        Block::Table(content) => format!("{}\n", table(content)),
        Block::Callout(content) => callout(content),
        Block::References(items) => block_text(&Block::List { ordered: false, items: items.clone() }),
        Block::List { ordered, items } => {
            let mut out = String::new();
            for (place, item) in items.iter().enumerate() {
                let mark = if *ordered { format!("{}.", place + 1) } else { "-".into() };
                let _ = writeln!(out, "{mark} {}", text(item));
            }
            out.push('\n');
            out
        }
        Block::Code { language, text } => {
            let fence = if text.contains("```") { "~~~~" } else { "```" };
            format!("{fence}{language}\n{}\n{fence}\n\n", text.trim_end())
        }
        Block::Figure(_) | Block::Details { .. } => String::new(),
    }
}

fn callout(content: &Callout) -> String {
    let mut out = String::new();
    let open = if content.tone == Tone::Question { format!("> **{}:**", text(&content.title)) } else { format!("> **{}.**", text(&content.title)) };
    out.push_str(&open);
    for (place, paragraph) in content.text.iter().enumerate() {
        out.push_str(if place == 0 { " " } else { "\n>\n> " });
        out.push_str(&text(paragraph));
    }
    out.push('\n');
    if !content.items.is_empty() {
        out.push_str(">\n");
        for item in &content.items {
            let _ = writeln!(out, "> - {}", text(item));
        }
    }
    out.push('\n');
    out
}

/// A table with its caption above and its notes below.
pub fn table(table: &Table) -> String {
    let mut out = format!("**{}**\n\n", text(&table.caption));
    let cell = |words: &str| text(words).replace('\n', " ");
    let head: Vec<String> = table
        .columns
        .iter()
        .map(|column| if column.unit.is_empty() { cell(&column.title) } else { format!("{} ({})", cell(&column.title), cell(&column.unit)) })
        .collect();
    let rule: Vec<&str> = table.columns.iter().map(|column| if column.numeric { "---:" } else { "---" }).collect();
    let _ = writeln!(out, "| {} |\n| {} |", head.join(" | "), rule.join(" | "));
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|value| cell(&value.shown)).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
    for note in &table.notes {
        let _ = write!(out, "\n{}\n", text(note));
    }
    out
}

fn text(words: &str) -> String {
    spans(words)
        .into_iter()
        .map(|span| match span {
            Span::Plain(words) => escape(words),
            Span::Code(words) => format!("`{}`", words.replace('|', "\\|")),
            Span::Strong(words) => format!("**{}**", escape(words)),
        })
        .collect()
}

fn html_text(words: &str) -> String {
    spans(words)
        .into_iter()
        .map(|span| match span {
            Span::Plain(words) => html_escape(words),
            Span::Code(words) => format!("<code>{}</code>", html_escape(words)),
            Span::Strong(words) => format!("<strong>{}</strong>", html_escape(words)),
        })
        .collect()
}

fn html_escape(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for letter in words.chars() {
        if matches!(letter, '*' | '_' | '|' | '[' | ']' | '<' | '>' | '\\' | '`' | '$') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}
