//! Charts: every label is there, nothing is cut, nothing lies over another, letters are large enough, bytes are stable.
//!
//! `DAMPAK_GALLERY=folder` also writes each chart as SVG and PNG, to be looked at.

#![allow(clippy::panic)] // a case that cannot be drawn fails its test with its name

mod cases;
mod checks;
mod geometry;
mod random;
mod series;

use cases::cases;
use dampak::locale::Lang;
use dampak::report::charts::{self, ChartError, Drawing, Figure, FigureKind, draw, draw_narrow, png};
use geometry::{Placed, overlaps, texts};

/// The smallest letters, in pixels.
const LEAST_SIZE: f64 = 11.0;

fn drawn() -> Vec<(Figure, Drawing)> {
    let mut all = Vec::new();
    for lang in Lang::ALL {
        for figure in cases(lang) {
            for drawing in [draw(&figure), draw_narrow(&figure)] {
                match drawing {
                    Ok(drawing) => all.push((figure.clone(), drawing)),
                    Err(error) => panic!("{}: {error}", figure.name),
                }
            }
        }
    }
    all
}

fn name(figure: &Figure, drawing: &Drawing) -> String {
    format!("{}-{}-{}", figure.name, figure.lang.tag(), drawing.width)
}

#[test]
fn no_text_is_cut_or_small() {
    for (figure, drawing) in drawn() {
        let (width, height) = (f64::from(drawing.width), f64::from(drawing.height));
        for text in texts(&drawing.svg) {
            assert!(text.size >= LEAST_SIZE, "{}: {} px: {}", name(&figure, &drawing), text.size, text.words);
            let inside = text.left >= 0.0 && text.right <= width && text.top >= 0.0 && text.bottom <= height;
            assert!(inside, "{}: outside: {text:?}", name(&figure, &drawing));
        }
    }
}

#[test]
fn no_text_lies_over_another() {
    let mut found = Vec::new();
    for (figure, drawing) in drawn() {
        for (a, b) in overlaps(&texts(&drawing.svg)) {
            found.push(format!("{}: “{}” at {:.0},{:.0} and “{}” at {:.0},{:.0}", name(&figure, &drawing), a.words, a.left, a.top, b.words, b.left, b.top));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_checker_sees_an_overlap() {
    let svg =
        "<text x=\"10\" y=\"20\" font-size=\"12\" fill=\"#222222\">Sebelum</text>\n<text x=\"30\" y=\"24\" font-size=\"12\" fill=\"#222222\">Sesudah</text>\n";
    assert_eq!(overlaps(&texts(svg)).len(), 1);
    let apart = svg.replace("y=\"24\"", "y=\"40\"");
    assert_eq!(overlaps(&texts(&apart)).len(), 0);
}

/// Words that the figure carries and the chart must show.
fn labels(figure: &Figure) -> Vec<String> {
    let mut labels = vec![figure.title.clone(), figure.subtitle.clone(), figure.source.clone()];
    match &figure.kind {
        FigureKind::Trends(data) => {
            labels.extend(data.series.iter().map(|s| s.label.clone()));
            labels.extend(data.start.iter().map(|s| s.label.clone()));
            labels.push(data.time_title.clone());
        }
        FigureKind::Distribution(data) => {
            labels.extend(data.panels.iter().map(|p| p.label.clone()));
            labels.extend(data.panels.iter().flat_map(|p| p.before.iter().chain(&p.after)).map(|s| s.label.clone()));
            labels.extend(data.target.iter().map(|t| t.label.clone()));
        }
        FigureKind::EventStudy(data) => {
            labels.push(data.time_title.clone());
            labels.push(data.after.clone());
            labels.extend(data.reference.iter().map(|r| r.1.clone()));
            if data.methods.len() > 1 {
                labels.extend(data.methods.iter().map(|m| m.label.clone()));
            }
        }
        FigureKind::InterruptedSeries(data) => labels.extend([data.observed.clone(), data.fitted.clone(), data.counterfactual.clone()]),
        FigureKind::ControlChart(data) => labels.extend(data.labels.iter().cloned()),
        FigureKind::Survival(data) => labels.push(data.risk_title.clone()),
        FigureKind::SyntheticPath(data) => {
            labels.extend(data.labels.iter().cloned());
            labels.extend(data.units.iter().map(|unit| unit.label.clone()));
            labels.extend([data.units_title.clone(), data.time_title.clone()]);
            labels.extend(data.start.iter().map(|start| start.label.clone()));
        }
        FigureKind::CohortPeriods(data) => {
            labels.push(data.time_title.clone());
            labels.extend(data.panels.iter().map(|panel| panel.label.clone()));
        }
        FigureKind::Forest(data) => {
            labels.extend(data.rows.iter().map(|r| r.label.clone()));
            labels.extend(data.pooled.iter().map(|p| p.label.clone()));
            labels.push(data.estimate_title.clone());
        }
        FigureKind::Dumbbell(data) => {
            labels.extend(data.rows.iter().map(|r| r.label.clone()));
            labels.extend([data.before.clone(), data.after.clone(), data.change.clone()]);
        }
        FigureKind::Scores(data) => {
            labels.extend(data.rows.iter().map(|r| r.label.clone()));
            labels.extend(data.scores.iter().cloned());
        }
        FigureKind::Quadrants(data) => {
            labels.extend(data.points.iter().map(|p| p.label.clone()));
            labels.extend(data.names.iter().cloned());
        }
        FigureKind::Decomposition(data) => {
            labels.extend(data.kinds.iter().map(|kind| kind.label.clone()));
            labels.extend([data.weight_title.clone(), data.mean.1.clone()]);
        }
        FigureKind::Sensitivity(data) => {
            labels.extend([data.m_title.clone(), data.original.3.clone()]);
            labels.extend(data.breakdown.iter().filter(|(m, _)| *m <= 2.0).map(|(_, words)| words.clone()));
        }
        FigureKind::SpecificationCurve(data) => {
            labels.push(data.main.clone());
            labels.extend(data.choices.iter().flat_map(|choice| choice.options.iter().chain([&choice.title])).cloned());
        }
        FigureKind::Placebos(data) => labels.push(data.real.1.clone()),
        FigureKind::Power(data) => labels.extend(data.curves.iter().map(|c| c.label.clone())),
        FigureKind::DoseResponse(data) => labels.extend([data.effect.name.clone(), data.dose.name.clone()]),
    }
    labels
}

/// How many kinds there are; [`labels`] does not compile without each of them.
const KINDS: usize = 18;

#[test]
fn every_kind_has_a_case() {
    let kinds: std::collections::HashSet<_> = cases(Lang::Id).iter().map(|figure| std::mem::discriminant(&figure.kind)).collect();
    assert_eq!(kinds.len(), KINDS);
}

#[test]
fn every_label_is_drawn_whole() {
    // Labels may be wrapped: compare without spaces.
    let squeeze = |words: &str| words.split_whitespace().collect::<String>();
    for (figure, drawing) in drawn() {
        let shown: String = texts(&drawing.svg).iter().map(|text: &Placed| squeeze(&text.words)).collect();
        for label in labels(&figure) {
            assert!(shown.contains(&squeeze(&label)), "{}: missing: {label}", name(&figure, &drawing));
        }
    }
}

#[test]
fn bytes_are_stable_and_the_alternative_is_inside() {
    for lang in Lang::ALL {
        for figure in cases(lang) {
            let (Ok(once), Ok(again)) = (draw(&figure), draw(&figure)) else { panic!("{}", figure.name) };
            assert_eq!(once.svg, again.svg);
            assert!(once.svg.contains("role=\"img\"") && once.svg.contains("<desc id="), "{}", figure.name);
            assert!(figure.alt.chars().any(|c| c.is_ascii_digit()), "{}: no numbers in the alternative", figure.name);
            assert!(!once.svg.contains("NaN") && !once.svg.contains("inf"), "{}", figure.name);
            assert!(!once.svg.contains("@font-face") && once.standalone().contains("@font-face"));
        }
    }
}

#[test]
fn pictures_are_twice_as_large_and_stable() {
    for figure in cases(Lang::Id).iter().take(3) {
        let Ok(drawing) = draw(figure) else { panic!("{}", figure.name) };
        let (Ok(once), Ok(again)) = (png(&drawing), png(&drawing)) else { panic!("{}", figure.name) };
        assert!(once == again, "{}: PNG bytes differ", figure.name);
        // IHDR: width and height as big-endian numbers from byte 16.
        let number = |from: usize| once[from..from + 4].iter().fold(0_u32, |n, byte| n << 8 | u32::from(*byte));
        assert_eq!((number(16), number(20)), (2 * drawing.width, 2 * drawing.height));
    }
}

/// Our widths against those of the renderer, which shapes with kerning: they may be a little wider, never narrower.
#[test]
fn measured_widths_are_those_of_the_font() {
    for words in ["Waktu proses turun 6,1 jam kerja", "−7,5 s.d. −4,6", "≤ 24 jam · n = 1.234"] {
        let width = geometry::advance(words, 20.0, false);
        let Some(rendered) = geometry::inked_width(words, 20.0) else { panic!("not rendered: {words}") };
        assert!(width >= rendered - 2.0 && width <= 1.05 * rendered + 3.0, "{words}: {width} against {rendered}");
    }
}

#[test]
fn without_data_there_is_a_reason_instead_of_an_empty_panel() {
    for lang in Lang::ALL {
        for figure in cases::empty(lang) {
            match draw(&figure) {
                Err(error @ ChartError::NoData(_)) => assert!(!error.reason().get(lang).is_empty()),
                other => panic!("{}: {:?}", figure.name, other.map(|d| d.height)),
            }
        }
    }
}

#[test]
fn tables_carry_the_data_in_full_rows() {
    for figure in cases(Lang::Id) {
        let table = charts::table(&figure);
        assert!(!table.rows.is_empty(), "{}", figure.name);
        for row in &table.rows {
            assert_eq!(row.len(), table.header.len(), "{}", figure.name);
        }
    }
}

#[test]
fn odd_figures_are_drawn_whole_or_refused() {
    let mut found = Vec::new();
    let mut drawn = 0;
    for seed in 0..560 {
        let mut dice = random::Dice::new(seed);
        let name = format!("odd-{seed}");
        let figure = if seed < 400 { dice.figure(name) } else { dice.later(name) };
        for (kind, drawing) in [("wide", draw(&figure)), ("narrow", draw_narrow(&figure))] {
            let Ok(drawing) = drawing else { continue };
            drawn += 1;
            let texts = texts(&drawing.svg);
            let (width, height) = (f64::from(drawing.width), f64::from(drawing.height));
            let outside = texts.iter().filter(|t| t.left < 0.0 || t.right > width + 0.5 || t.top < 0.0 || t.bottom > height);
            found.extend(outside.map(|t| format!("{seed} {kind}: outside: {t:?}")));
            found.extend(overlaps(&texts).iter().map(|(a, b)| format!("{seed} {kind}: “{}” over “{}” at {:.0},{:.0}", a.words, b.words, a.left, a.top)));
            if drawing.svg.contains("2147483") || drawing.svg.contains("\"NaN") {
                found.push(format!("{seed} {kind}: a value that is not finite was drawn"));
            }
        }
    }
    assert!(drawn > 600, "{drawn} drawn");
    assert!(found.is_empty(), "{} found\n{}", found.len(), found[..found.len().min(40)].join("\n"));
}

#[test]
fn gallery() {
    let Ok(folder) = std::env::var("DAMPAK_GALLERY") else { return };
    let odd = (0..400).map(|seed| random::Dice::new(seed).figure(format!("odd-{seed}")));
    let odd = odd.chain((400..560).map(|seed| random::Dice::new(seed).later(format!("odd-{seed}"))));
    let odd = odd.filter(|figure| std::env::var("DAMPAK_ODD").is_ok_and(|list| list.split(',').any(|name| name == figure.name)));
    let odd = odd.flat_map(|figure| [draw(&figure), draw_narrow(&figure)].into_iter().flatten().map(move |drawing| (figure.clone(), drawing)));
    for (figure, drawing) in drawn().into_iter().chain(odd) {
        let stem = std::path::Path::new(&folder).join(name(&figure, &drawing));
        let picture = png(&drawing).unwrap_or_default();
        assert!(std::fs::write(stem.with_extension("svg"), drawing.standalone()).is_ok());
        assert!(std::fs::write(stem.with_extension("png"), picture).is_ok());
    }
}
