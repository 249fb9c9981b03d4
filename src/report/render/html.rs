//! One self-contained page: style, font and charts inside, no scripts, no network.

use super::inline::{Span, spans};
use super::pictures::{Pictures, figure_table};
use super::style::CSS;
use crate::locale::Lang;
use crate::report::charts::{Drawing, Figure, font_face_css};
use crate::report::compose::say::say;
use crate::report::document::{Block, Callout, Cell, Column, Report, Section, Table, Tone};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// The same report in another language, to link to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// Its language.
    pub lang: Lang,
    /// Its file, relative to this one.
    pub href: String,
}

/// The whole page.
pub fn report(report: &Report, drawn: &Pictures, others: &[Other]) -> String {
    let l = report.lang;
    let style = format!("{}{CSS}", font_face_css());
    let first = report.sections.first();
    html! {
        (DOCTYPE)
        html lang=(l.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                // Nothing may be fetched, whatever a label in the data holds.
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:";
                meta name="generator" content=(concat!("dampak ", env!("CARGO_PKG_VERSION")));
                title { (report.title) }
                style { (PreEscaped(style)) }
            }
            body {
                a class="skip" href="#content" { (say!(l, "Langsung ke isi", "Skip to content")) }
                div class="page" {
                    header {
                        h1 { (words(&report.title)) }
                        div class="under" {
                            p { (words(&report.subtitle)) }
                            @if !others.is_empty() {
                                nav aria-label=(say!(l, "Bahasa", "Language")) {
                                    @for other in others {
                                        a href=(other.href) lang=(other.lang.tag()) hreflang=(other.lang.tag()) { (name_of(other.lang)) }
                                    }
                                }
                            }
                        }
                    }
                    main id="content" {
                        @if let Some(section) = first { (section_markup(section, report, drawn)) }
                        (contents(report))
                        @for section in report.sections.iter().skip(1) { (section_markup(section, report, drawn)) }
                    }
                    footer { p { (say!(l, "Dibuat dengan dampak, program evaluasi dampak sumber terbuka.", "Made with dampak, an open-source program for impact evaluation.")) } }
                }
            }
        }
    }
    .into_string()
}

fn name_of(lang: Lang) -> &'static str {
    match lang {
        Lang::Id => "Bahasa Indonesia",
        Lang::En => "English",
    }
}

fn contents(report: &Report) -> Markup {
    let label = say!(report.lang, "Daftar isi", "Contents");
    html! {
        nav class="contents" aria-label=(label) {
            p { (label) }
            ol { @for section in report.sections.iter().skip(1) { li { a href=(format!("#{}", section.id)) { (words(&section.title)) } } } }
        }
    }
}

fn section_markup(section: &Section, report: &Report, drawn: &Pictures) -> Markup {
    html! {
        section id=(section.id) aria-labelledby=(format!("{}-title", section.id)) {
            h2 id=(format!("{}-title", section.id)) { (words(&section.title)) }
            (blocks(&section.blocks, report.lang, drawn))
        }
    }
}

/// Blocks one after the other; an answer and its grade stand side by side where there is room.
fn blocks(list: &[Block], l: Lang, drawn: &Pictures) -> Markup {
    let tone = |block: Option<&Block>| match block {
        Some(Block::Callout(content)) => Some(content.tone),
        _ => None,
    };
    let mut out = Vec::new();
    let mut rest = list.iter().peekable();
    while let Some(block) = rest.next() {
        let markup = block_markup(block, l, drawn);
        if tone(Some(block)) == Some(Tone::Answer) && tone(rest.peek().copied()) == Some(Tone::Grade) {
            let grade = rest.next().map(|block| block_markup(block, l, drawn));
            out.push(html! { div class="pair" { (markup) @if let Some(grade) = grade { (grade) } } });
        } else {
            out.push(markup);
        }
    }
    html! { @for markup in out { (markup) } }
}

fn block_markup(block: &Block, l: Lang, drawn: &Pictures) -> Markup {
    match block {
        Block::Heading(text) => html! { h3 { (words(text)) } },
        Block::Prose(text) => html! { p { (words(text)) } },
        Block::Table(content) => table_markup(content),
        Block::Figure(figure) => figure_markup(figure, l, drawn),
        Block::Callout(content) => callout(content),
        Block::List { ordered: true, items } => html! { ol { @for item in items { li { (words(item)) } } } },
        Block::List { ordered: false, items } => html! { ul { @for item in items { li { (words(item)) } } } },
        Block::References(items) => html! { ul class="references" lang="en" { @for item in items { li { (item) } } } },
        Block::Code { text, .. } => html! { pre class=[(text.lines().count() < 30).then_some("short")] tabindex="0" { code { (text.trim_end()) } } },
        Block::Details { summary, blocks } => html! {
            details class="block" { summary { (words(summary)) } (self::blocks(blocks, l, drawn)) }
        },
    }
}

fn callout(content: &Callout) -> Markup {
    let tone = match content.tone {
        Tone::Question => "question",
        Tone::Answer => "answer",
        Tone::Grade => "grade",
        Tone::Warning => "warning",
        Tone::Note => "note-box",
    };
    html! {
        div class=(format!("callout {tone}")) {
            p class="label" { (words(&content.title)) }
            @for text in &content.text { p class="said" { (words(text)) } }
            @if !content.items.is_empty() { ul { @for item in &content.items { li { (words(item)) } } } }
        }
    }
}

fn figure_markup(figure: &Figure, l: Lang, drawn: &Pictures) -> Markup {
    let data = figure_table(figure);
    // Tall charts need their height in print to stay legible.
    let tall = drawn.get(&figure.name).is_ok_and(|picture| picture.wide.height * 5 > picture.wide.width * 4);
    let body = match drawn.get(&figure.name) {
        Ok(picture) => html! {
            div class=(if picture.narrow.is_some() { "wide has-narrow" } else { "wide" }) { (svg(&picture.wide)) }
            @if let Some(narrow) = &picture.narrow { div class="narrow" { (svg(narrow)) } }
        },
        Err(reason) => html! { p { strong { (figure.title) } " " (reason.map(|reason| reason.get(l)).unwrap_or_default()) } },
    };
    html! {
        figure id=(format!("figure-{}", figure.name)) class=[tall.then_some("tall")] aria-label=(figure.title) {
            (body)
            @if !data.rows.is_empty() {
                details { summary { (say!(l, "Data grafik", "Chart data")) } (table_markup(&data)) }
            }
        }
    }
}

/// The drawing as it stands; it comes from our own drawing surface, which escapes every word.
fn svg(drawing: &Drawing) -> Markup {
    let body = drawing.svg.find("<svg").map_or(drawing.svg.as_str(), |place| &drawing.svg[place..]);
    PreEscaped(body.to_owned())
}

/// Tables of more columns may reach beyond the column of text where the screen is wide.
const WIDE: usize = 8;

/// A table on its own, for `--format html` and for notebooks.
pub fn table(content: &Table) -> String {
    table_markup(content).into_string()
}

fn table_markup(content: &Table) -> Markup {
    let caption = format!("table-{}", content.name);
    html! {
        div class=(if content.columns.len() > WIDE { "scroll broad" } else { "scroll" }) tabindex="0" role="region" aria-labelledby=(caption) {
            table {
                caption id=(caption) { span { (words(&content.caption)) } }
                thead { tr { @for column in &content.columns { (head(column)) } } }
                tbody {
                    @for row in &content.rows {
                        tr { @for (place, (cell, column)) in row.iter().zip(&content.columns).enumerate() { (cell_markup(cell, column, place == 0)) } }
                    }
                }
            }
        }
        @for note in &content.notes { p class="note" { (words(note)) } }
    }
}

fn head(column: &Column) -> Markup {
    html! {
        th scope="col" class=[column.numeric.then_some("n")] {
            (words(&column.title))
            @if !column.unit.is_empty() { " " span class="unit" { "(" (column.unit) ")" } }
        }
    }
}

/// Sentences get room, so that they do not become a tall narrow column.
const LONG: usize = 40;
/// Verdicts of a word or two stay on one line.
const SHORT: usize = 16;

fn cell_markup(cell: &Cell, column: &Column, first: bool) -> Markup {
    let verdict = column.fields.first().is_some_and(|field| field == "verdict" || field == "unit") && cell.shown.chars().count() <= SHORT;
    let class = if column.numeric { Some("n") } else { verdict.then_some("short") };
    let content = if !column.numeric && cell.shown.chars().count() > LONG {
        html! { span class="long" { (words(&cell.shown)) } }
    } else {
        words(&cell.shown)
    };
    if first {
        html! { th scope="row" class=[class] { (content) } }
    } else {
        html! { td class=[class] { (content) } }
    }
}

fn words(text: &str) -> Markup {
    html! {
        @for span in spans(text) {
            @match span {
                Span::Plain(words) => (words),
                Span::Code(words) => code { (words) },
                Span::Strong(words) => strong { (words) },
            }
        }
    }
}
