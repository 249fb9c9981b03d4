//! `dampak explain TOPIC`: methods, checks, the rule of the grade, columns of a result and error codes in plain words.

use super::arguments::ExplainArguments;
use super::completions::print;
use super::terminal;
use crate::checks::{CheckCard, check_cards, grade_page};
use crate::error::{Error, cli, codes, nearest};
use crate::estimate::{FIELDS, PARTS};
use crate::locale::{Lang, Text};
use crate::methods::{Card, Method, cards};
use crate::text;
use std::process::ExitCode;

/// Prints what is known of a topic; an unknown one is an error that names the nearest.
pub(super) fn run(arguments: &ExplainArguments, lang: Lang) -> Result<ExitCode, Error> {
    let topic = arguments.topic.trim();
    let page = match topic {
        "methods" | "metode" => {
            let later = text!("(belum tersedia)", "(not here yet)");
            let missing = Method::all().filter(|method| method.estimator().is_none()).map(|method| (method.name(), later.get(lang).to_owned()));
            list(cards().iter().map(|card| (card.name, card.title.get(lang).to_owned())).chain(missing))
        }
        "checks" | "pemeriksaan" => list(check_cards().iter().map(|card| (card.name, card.title.get(lang).to_owned()))),
        "columns" | "kolom" => list(FIELDS.iter().chain(PARTS).map(|field| (field.name, (field.meaning)().get(lang).to_owned()))),
        "grade" | "penilaian" => grade_page(lang).iter().map(|paragraph| format!("{}\n\n", wrapped(paragraph))).collect(),
        "codes" | "kode" => list(codes().map(|card| (card.code, (card.meaning)().get(lang).to_owned()))),
        _ => entry(topic, lang).ok_or_else(|| cli::unknown_topic(topic, nearest(topic, topics())))?,
    };
    print(page.as_bytes())
}

fn topics() -> Vec<&'static str> {
    let mut names: Vec<&str> = cards().iter().map(|card| card.name).collect();
    names.extend(FIELDS.iter().chain(PARTS).map(|field| field.name));
    names.extend(codes().map(|card| card.code));
    names.extend(check_cards().iter().map(|card| card.name));
    names.extend(["methods", "checks", "columns", "codes", "grade"]);
    names
}

fn entry(topic: &str, lang: Lang) -> Option<String> {
    let method_name = Method::all().find(|known| Method::parse(topic) == Some(*known)).map(Method::name);
    if let Some(card) = cards().iter().find(|card| Some(card.name) == method_name || card.name == topic) {
        return Some(method(card, lang));
    }
    if let Some(card) = check_cards().iter().find(|card| card.name == topic) {
        return Some(check(card, lang));
    }
    if let Some(field) = FIELDS.iter().chain(PARTS).find(|field| field.name == topic) {
        return Some(format!("{}\n\n{}\n", field.name, wrapped((field.meaning)().get(lang))));
    }
    codes().find(|card| card.code == topic).map(|card| format!("{}\n\n{}\n", card.code, wrapped((card.meaning)().get(lang))))
}

fn list<'a>(rows: impl Iterator<Item = (&'a str, String)>) -> String {
    let rows: Vec<_> = rows.collect();
    let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    rows.iter().map(|(name, meaning)| format!("{name:width$}  {meaning}\n")).collect()
}

/// A method's card as a page of text.
fn method(card: &Card, lang: Lang) -> String {
    let mut page = format!("{} — {}\n", card.name, card.title.get(lang));
    let sentences = |list: &[Text]| list.iter().map(|text| format!("• {}", text.get(lang))).collect::<Vec<_>>().join("\n");
    let mut part = |heading: Text, body: &str| {
        if !body.is_empty() {
            page.push_str(&format!("\n{}\n{}\n", heading.get(lang).to_uppercase(), wrapped(body)));
        }
    };
    part(text!("Pertanyaan", "Question"), card.question.get(lang));
    part(text!("Persamaan", "Equation"), card.equation);
    part(text!("Asumsi", "Assumptions"), &sentences(&card.assumptions));
    part(text!("Kapan tidak dipakai", "When not to use it"), &sentences(&card.not_when));
    part(text!("Galat baku", "Standard errors"), card.errors.get(lang));
    part(text!("Kasus batas", "Edge cases"), &sentences(&card.edge_cases));
    part(text!("Dicocokkan dengan", "Checked against"), card.checked_against);
    part(text!("Rujukan", "References"), &card.references.join("\n"));
    page
}

/// A check's card as a page of text.
fn check(card: &CheckCard, lang: Lang) -> String {
    let parts = [
        (text!("Pertanyaan", "Question"), card.asks.get(lang).to_owned()),
        (text!("Cara menghitung", "How it is computed"), card.how.get(lang).to_owned()),
        (text!("Kapan lolos", "When it passes"), card.verdicts.get(lang).to_owned()),
        (text!("Yang dapat dilakukan", "What to do"), card.then.get(lang).to_owned()),
        (text!("Rujukan", "References"), card.references.join("\n")),
    ];
    let mut page = format!("{} — {}\n", card.name, card.title.get(lang));
    for (heading, body) in parts.iter().filter(|(_, body)| !body.is_empty()) {
        page.push_str(&format!("\n{}\n{}\n", heading.get(lang).to_uppercase(), wrapped(body)));
    }
    page
}

/// Lines of the width of the terminal, of 100 characters where there is none.
fn wrapped(text: &str) -> String {
    terminal::wrapped(text, terminal::width(), 0)
}
