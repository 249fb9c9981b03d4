//! The report: its order, its words in both languages, its formats and its files. The pages can be looked at with `DAMPAK_LOOK=folder`.

#[path = "report/fixture.rs"]
mod fixture;
#[path = "report/formats.rs"]
mod formats;
#[path = "report/page.rs"]
mod page;

use dampak::locale::Lang;
use dampak::report::document::{Block, Report};
use dampak::report::{ReportSet, compose, write};
use dampak::study::StudyResult;

/// Every file of the fixed study, made once.
fn set() -> &'static ReportSet {
    static SET: std::sync::OnceLock<ReportSet> = std::sync::OnceLock::new();
    SET.get_or_init(|| ReportSet::of(&fixture::kendari()))
}

fn text_of<'a>(set: &'a ReportSet, path: &str) -> &'a str {
    std::str::from_utf8(&set.files[path]).unwrap_or_default()
}

/// All sentences of a report, one a line.
fn sentences(report: &Report) -> String {
    fn of(blocks: &[Block], out: &mut Vec<String>) {
        for block in blocks {
            match block {
                Block::Heading(words) | Block::Prose(words) => out.push(words.clone()),
                Block::Callout(callout) => out.extend(std::iter::once(&callout.title).chain(&callout.text).chain(&callout.items).cloned()),
                Block::List { items, .. } => out.extend(items.iter().cloned()),
                Block::Figure(figure) => out.extend([figure.title.clone(), figure.subtitle.clone(), figure.alt.clone()]),
                Block::Details { blocks, .. } => of(blocks, out),
                Block::Table(table) => out.extend(table.rows.iter().flatten().map(|cell| cell.shown.clone())),
                Block::Code { .. } | Block::References(_) => {}
            }
        }
    }
    let mut out = Vec::new();
    for section in &report.sections {
        out.push(section.title.clone());
        of(&section.blocks, &mut out);
    }
    out.join("\n")
}

/// The study with its main effect and that of all levels replaced.
fn with_effect(estimate: f64, error: f64, p: f64) -> StudyResult {
    let mut study = fixture::kendari();
    let main = &mut study.outcomes[0];
    main.graded.p_value = Some(p);
    let effect = &mut main.did[0].effects[0];
    effect.estimate = Some(estimate);
    effect.std_error = Some(error);
    effect.conf_low = Some(estimate - 2.0 * error);
    effect.conf_high = Some(estimate + 2.0 * error);
    effect.p_value = Some(p);
    study.worth = Some(fixture::worth(estimate, (estimate - 2.0 * error, estimate + 2.0 * error), p >= 0.05));
    study
}

#[test]
fn can_be_looked_at() {
    let set = set();
    assert!(set.files.contains_key("report.html"));
    if let (Ok(study), Ok(folder)) = (std::env::var("DAMPAK_LOOK_STUDY"), std::env::var("DAMPAK_LOOK")) {
        let study = dampak::study::load(study).unwrap();
        let result = dampak::study::execute(&study, &dampak::study::Quiet).unwrap();
        write(&ReportSet::of(&result), std::path::Path::new(&folder), &|| false).unwrap();
    } else if let Ok(folder) = std::env::var("DAMPAK_LOOK") {
        write(set, std::path::Path::new(&folder), &|| false).unwrap();
    }
}

#[test]
fn sections_stand_in_the_order_in_which_a_reader_asks() {
    for lang in Lang::ALL {
        let report = compose(&fixture::kendari(), lang);
        let ids: Vec<&str> = report.sections.iter().map(|section| section.id).collect();
        assert_eq!(ids, ["summary", "program", "change", "confidence", "charts", "groups", "threats", "cost", "next", "method"]);
        assert!(matches!(report.sections[0].blocks.last(), Some(Block::Figure(_))), "the first screen ends with a chart");
    }
}

#[test]
fn the_answer_is_one_sentence_with_number_and_interval() {
    let study = fixture::kendari();
    let id = sentences(&compose(&study, Lang::Id)).replace('\u{a0}', " ");
    assert!(id.contains(
        "Waktu penyelesaian dokumen di Kendari turun 6,1 jam kerja dibandingkan dengan Baubau, Konawe, dan Konawe Selatan (selang kepercayaan 95 %: penurunan 4,7 s.d. 7,6 jam kerja)."
    ));
    let en = sentences(&compose(&study, Lang::En)).replace('\u{a0}', " ");
    assert!(en.contains(
        "Time to complete a document in Kendari fell by 6.1 working hours relative to Baubau, Konawe and Konawe Selatan (95% confidence interval: a fall of 4.7 to 7.6 working hours)."
    ));
    assert!(id.contains("18.204") && en.contains("18,204"));
}

#[test]
fn what_cannot_be_told_from_zero_reads_so() {
    let study = with_effect(-0.4, 0.9, 0.66);
    let id = sentences(&compose(&study, Lang::Id)).replace('\u{a0}', " ");
    assert!(id.contains("tidak dapat dibedakan dari nol: taksirannya penurunan 0,4 jam kerja, dengan selang kepercayaan 95 % dari penurunan 2,2 jam kerja sampai dengan kenaikan 1,4 jam kerja."));
    assert!(!id.contains("dokumen turun 0,4") && !id.contains("Kendari turun 0,4"));
    assert!(id.contains("Perubahan waktu penyelesaian dokumen di Kendari tidak dapat dibedakan dari nol"), "the chart's title too");
    let en = sentences(&compose(&study, Lang::En)).replace('\u{a0}', " ");
    assert!(en.contains("cannot be told from zero: the estimate is a fall of 0.4 working hours"));
}

#[test]
fn a_bootstrap_that_does_not_bear_out_the_interval_is_heard() {
    let study = with_effect(-6.1, 0.7, 0.21);
    let id = sentences(&compose(&study, Lang::Id)).replace('\u{a0}', " ");
    assert!(id.contains("dengan klaster sesedikit ini perubahan itu tidak dapat dibedakan dari nol (p = 0,210)"));
    assert!(id.contains("Perubahan waktu penyelesaian dokumen di Kendari tidak dapat dibedakan dari nol"));
}

#[test]
fn what_it_was_worth_is_said_with_its_limits_and_never_below_zero() {
    let of = |study: &StudyResult, lang| sentences(&compose(study, lang)).replace('\u{a0}', " ");
    let (id, en) = (of(&fixture::kendari(), Lang::Id), of(&fixture::kendari(), Lang::En));
    assert!(id.contains("data ini mencatat 2.560 pemohon di Kendari (11 unit layanan, 12 bulan)."), "{id}");
    assert!(id.contains("waktu yang dihemat seluruhnya 15.600 jam kerja (selang kepercayaan 95 %: 12.000 s.d. 19.500 jam kerja)."), "{id}");
    assert!(id.contains("Biayanya Rp 28.800 per jam kerja yang dihemat (selang kepercayaan 95 %: Rp 23.100 s.d. Rp 37.400)."), "{id}");
    assert!(en.contains("That is Rp 28,800 per working hour saved (95% confidence interval: Rp 23,100 to Rp 37,400)."), "{en}");
    // The interval reaches zero: no upper limit, and the sum reads from loss to saving.
    let open = with_effect(-0.4, 0.9, 0.66);
    let (id, en) = (of(&open, Lang::Id), of(&open, Lang::En));
    assert!(id.contains("biayanya sedikitnya Rp 79.900 (tingkat kepercayaan 95 %), tanpa batas atas"), "{id}");
    assert!(en.contains("it is at least Rp 79,900 (95% confidence), without an upper limit"), "{en}");
    assert!(en.contains("from 3,580 working hours lost to 5,630 working hours saved"), "{en}");
    // A bootstrap that does not bear out the interval opens it, too.
    assert!(of(&with_effect(-6.1, 0.7, 0.21), Lang::Id).contains("tanpa batas atas"));
    // The estimate is for the worse, the interval is not.
    assert!(of(&with_effect(0.4, 0.9, 0.66), Lang::En).contains("The estimate is no improvement"));
    for study in [open, with_effect(3.0, 0.5, 0.0001), with_effect(0.4, 0.9, 0.66)] {
        let results = dampak::report::results::results(&study, Lang::Id);
        let price = &results["cost"]["per_unit"];
        for limit in ["estimate", "conf_low", "conf_high"] {
            assert!(price[limit].is_null() || price[limit].as_f64().is_some_and(|value| value > 0.0), "{price}");
        }
        assert!(price["conf_high"].is_null() && price["limits"] != "closed", "{price}");
    }
}

#[test]
fn a_rise_is_called_a_rise_and_judged_by_what_is_good() {
    let study = with_effect(3.0, 0.5, 0.0001);
    let id = sentences(&compose(&study, Lang::Id)).replace('\u{a0}', " ");
    assert!(id.contains("Waktu penyelesaian dokumen di Kendari naik 3,0 jam kerja") && id.contains("Untuk ukuran ini, kenaikan berarti memburuk."));
    assert!(id.contains("biaya per satuan perbaikan tidak dapat dihitung"));
    assert!(id.contains("IKM di Kendari naik 2,81 poin (selang kepercayaan 95 %: kenaikan 1,38 s.d. 4,24 poin)."), "up is good for the index");
}

#[test]
fn a_change_of_grade_within_the_noise_is_not_sold_as_one() {
    let mut study = fixture::kendari();
    let said = |study: &StudyResult| sentences(&compose(study, Lang::Id));
    assert!(
        said(&study).contains("Di Kendari, mutu pelayanan berubah dari C (75,17) menjadi B (77,97), dan perubahan nilainya melampaui ketidakpastian sampel.")
    );
    let effect = &mut study.outcomes[1].index.as_mut().unwrap().estimate.effects[0];
    effect.conf_low = Some(-0.4);
    assert!(said(&study).contains("perbedaan mutu ini dapat terjadi secara kebetulan"));
}

#[test]
fn without_a_comparison_nothing_is_called_an_effect_of_the_program() {
    let mut study = fixture::kendari();
    let main = &mut study.outcomes[0];
    main.did.clear();
    main.event_study = None;
    let id = sentences(&compose(&study, Lang::Id));
    assert!(id.contains("Studi ini tidak memiliki pembanding, sehingga perubahan di atas belum dapat disebut sebagai dampak program."));
    assert!(!id.contains("dibandingkan dengan Baubau"));
    let with = sentences(&compose(&fixture::kendari(), Lang::En));
    assert!(with.contains("Comparing before and after cannot separate the program from whatever else changed at the same time"));
}

#[test]
fn a_study_with_almost_nothing_still_has_a_report() {
    let mut study = fixture::kendari();
    study.worth = None;
    study.next_steps.clear();
    let main = &mut study.outcomes[0];
    main.trends = None;
    main.distribution = None;
    main.event_study = None;
    main.by.clear();
    main.did[0].effects[0] = dampak::estimate::Effect::undefined(main.did[0].effects[0].key.clone());
    study.outcomes.truncate(1);
    let set = ReportSet::of(&study);
    assert!(text_of(&set, "report.md").contains("tidak dapat dihitung dari data ini"));
    study.outcomes.clear();
    assert!(ReportSet::of(&study).files.contains_key("report.html"));
}

#[test]
fn small_groups_appear_nowhere() {
    let set = set();
    assert!(text_of(set, "report.md").contains("| Akta Perceraian | disembunyikan | – |"));
    let results: serde_json::Value = serde_json::from_slice(&set.files["results.json"]).unwrap();
    let by = results["analyses"].as_array().unwrap().iter().find(|analysis| analysis["role"] == "by").unwrap();
    let row = by["effects"].as_array().unwrap().iter().find(|row| row["region"] == "Akta Perceraian").unwrap();
    assert!(row["estimate"].is_null() && row["records"].is_null() && row["suppressed"] == true);
    assert!(text_of(set, "tables/by-jenis-dokumen.csv").contains("Akta Perceraian,,,,,,,suppressed"));
}
