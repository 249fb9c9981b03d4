//! The page: structure, no network, one language.

use super::{set, text_of};

const PAGES: [(&str, &str); 2] = [("report.html", "id"), ("report.en.html", "en")];

/// The inside of every element of a name, attributes included.
fn elements<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    page.match_indices(&open)
        .filter(|(place, _)| page[place + open.len()..].starts_with([' ', '>']))
        .map(|(place, _)| &page[place..place + page[place..].find(&close).unwrap_or(0)])
        .collect()
}

fn without<'a>(page: &'a str, name: &str, attribute: &str) -> String {
    let (open, close) = (format!("<{name}{attribute}"), format!("</{name}>"));
    let mut out = String::new();
    let mut rest: &'a str = page;
    while let Some(place) = rest.find(&open) {
        out.push_str(&rest[..place]);
        let end = rest[place..].find(&close).map_or(rest.len(), |end| place + end + close.len());
        rest = &rest[end..];
    }
    out + rest
}

/// Visible words and text alternatives, in small letters, one space between words.
fn words(page: &str) -> String {
    let mut page = page.to_owned();
    for (name, attribute) in [("style", ""), ("code", ""), ("ul", " class=\"references\""), ("a", " href=\"report")] {
        page = without(&page, name, attribute);
    }
    let mut out = String::from(" ");
    let mut inside = false;
    for letter in page.chars() {
        match letter {
            '<' => inside = true,
            '>' => {
                inside = false;
                out.push(' ');
            }
            letter if !inside => out.push(if letter.is_alphabetic() { letter } else { ' ' }),
            _ => {}
        }
    }
    out.push(' ');
    out.to_lowercase().split_whitespace().fold(String::from(" "), |text, word| text + word + " ")
}

#[test]
fn headings_come_in_order() {
    let set = set();
    for (page, _) in PAGES {
        let page = text_of(set, page);
        let levels: Vec<u32> = page.match_indices("<h").filter_map(|(place, _)| page[place + 2..].chars().next()?.to_digit(10)).collect();
        assert_eq!(levels[0], 1);
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
    }
}

#[test]
fn nothing_is_fetched_and_nothing_runs() {
    let set = set();
    for (page, lang) in PAGES {
        let page = text_of(set, page);
        assert!(page.len() < 3_000_000);
        assert!(page.contains(&format!("<html lang=\"{lang}\">")));
        let links = page.replace("http://www.w3.org/2000/svg", "").replace("http://www.w3.org/1999/xlink", "").replace("http-equiv", "");
        assert!(!links.contains("http:") && !links.contains("https:") && !links.contains("http-"), "a reference to the network");
        assert!(!page.contains("<script") && !page.contains("<link") && !page.contains("@import") && !page.contains("<img") && !page.contains("onclick"));
        assert_eq!(page.matches("@font-face").count(), 2, "each weight of the font once");
        let mut ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "every id once");
        for target in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(ids.contains(&target), "#{target} leads nowhere");
        }
    }
}

#[test]
fn charts_have_text_alternatives_and_tables_have_heads() {
    let set = set();
    for (page, lang) in PAGES {
        let page = text_of(set, page);
        let charts = elements(page, "svg");
        assert!(charts.len() >= 10, "five charts in two sizes");
        for chart in charts {
            assert!(chart.contains("role=\"img\"") && chart.contains(&format!("lang=\"{lang}\"")) || chart.contains("<title"));
            let described = elements(chart, "desc");
            assert!(described.len() == 1 && described[0].chars().any(|letter| letter.is_ascii_digit()), "the alternative carries numbers");
        }
        let tables = elements(page, "table");
        assert!(tables.len() > 20);
        for table in tables {
            assert!(table.contains("<caption") && table.contains("<th scope=\"col\"") && table.contains("<th scope=\"row\""), "{}", &table[..200]);
            assert!(!table.contains("NaN"));
        }
        for figure in elements(page, "figure") {
            assert!(figure.contains("<table"), "each chart has its data beside it");
        }
    }
}

#[test]
fn each_page_speaks_one_language() {
    let set = set();
    let english = [
        "the",
        "of",
        "and",
        "with",
        "before",
        "after",
        "records",
        "confidence",
        "mean",
        "effect",
        "group",
        "not",
        "is",
        "are",
        "from",
        "program's",
        "working",
        "hours",
        "standard",
        "test",
    ];
    let indonesian = [
        "yang",
        "dan",
        "dengan",
        "sebelum",
        "sesudah",
        "dari",
        "catatan",
        "selang",
        "rata",
        "tidak",
        "jam",
        "kerja",
        "adalah",
        "pembanding",
        "kelompok",
        "nilai",
        "unsur",
        "bulan",
        "uji",
    ];
    for (page, others) in [("report.html", english.as_slice()), ("report.en.html", indonesian.as_slice())] {
        let words = words(text_of(set, page));
        for other in others {
            if let Some(place) = words.find(&format!(" {other} ")) {
                let (from, to) = (words.floor_char_boundary(place.saturating_sub(60)), words.ceil_char_boundary((place + 60).min(words.len())));
                panic!("{page}: \"{other}\" in …{}…", &words[from..to]);
            }
        }
    }
    let (id, en) = (text_of(set, "report.html"), text_of(set, "report.en.html"));
    assert!(id.contains("Maret 2024") && !id.contains("March 2024"));
    assert!(en.contains("March 2024") && !en.contains("Maret 2024"));
    assert!(id.contains("−6,1") && !id.contains("−6.1<"));
}
