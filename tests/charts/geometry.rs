//! Where the texts of an SVG lie, from the widths of the embedded font, read from the SVG alone.

use dampak::report::charts::Drawing;
use std::collections::HashMap;
use std::sync::OnceLock;

/// A text and its box in pixels.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    pub(super) words: String,
    pub(super) size: f64,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let from = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let rest = &tag[from..];
    rest.find('"').map(|to| &rest[..to])
}

/// Advance widths over the em by letter, read from the tables `cmap`, `hmtx`, `hhea` and `head` of the font file.
struct Widths(HashMap<char, f64>);

impl Widths {
    fn read(font: &[u8]) -> Self {
        let u16_at = |at: usize| u32::from(font[at]) << 8 | u32::from(font[at + 1]);
        let u32_at = |at: usize| u16_at(at) << 16 | u16_at(at + 2);
        let table = |name: &[u8]| {
            let count = u16_at(4) as usize;
            (0..count).map(|i| 12 + 16 * i).find(|&at| &font[at..at + 4] == name).map_or(0, |at| u32_at(at + 8) as usize)
        };
        let em = f64::from(u16_at(table(b"head") + 18));
        let long_metrics = u16_at(table(b"hhea") + 34) as usize;
        let hmtx = table(b"hmtx");
        let advance = |glyph: usize| f64::from(u16_at(hmtx + 4 * glyph.min(long_metrics - 1))) / em;
        let cmap = table(b"cmap");
        let mut widths = HashMap::new();
        for record in 0..u16_at(cmap + 2) as usize {
            let subtable = cmap + u32_at(cmap + 4 + 8 * record + 4) as usize;
            if u16_at(subtable) != 4 {
                continue;
            }
            let segments = u16_at(subtable + 6) as usize / 2;
            for segment in 0..segments {
                let end = u16_at(subtable + 14 + 2 * segment);
                let start = u16_at(subtable + 16 + 2 * segments + 2 * segment);
                let delta = u16_at(subtable + 16 + 4 * segments + 2 * segment);
                let offset_at = subtable + 16 + 6 * segments + 2 * segment;
                let offset = u16_at(offset_at) as usize;
                for code in start..=end.min(0xfffe) {
                    let glyph = if offset == 0 { (code + delta) & 0xffff } else { u16_at(offset_at + offset + 2 * (code - start) as usize) };
                    if let Some(letter) = char::from_u32(code) {
                        widths.insert(letter, advance(glyph as usize));
                    }
                }
            }
        }
        Self(widths)
    }
}

/// The advance width of words at a size.
pub(super) fn advance(words: &str, size: f64, bold: bool) -> f64 {
    static FONTS: OnceLock<(Widths, Widths)> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| {
        let regular = include_bytes!("../../src/report/charts/font/Inter-Regular.otf");
        let bold = include_bytes!("../../src/report/charts/font/Inter-SemiBold.otf");
        (Widths::read(regular), Widths::read(bold))
    });
    let widths = if bold { &fonts.1 } else { &fonts.0 };
    words.chars().map(|letter| widths.0.get(&letter).copied().unwrap_or(1.0)).sum::<f64>() * size
}

/// Every text of a drawing.
pub(super) fn texts(svg: &str) -> Vec<Placed> {
    let number = |tag: &str, name: &str| attribute(tag, name).and_then(|value| value.parse::<f64>().ok());
    svg.split("<text ")
        .skip(1)
        .filter_map(|rest| {
            let (tag, content) = rest.split_once('>')?;
            let tag = format!(" {tag}");
            let words = content.split("</text>").next()?.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
            let (x, y, size) = (number(&tag, "x")?, number(&tag, "y")?, number(&tag, "font-size")?);
            let width = advance(&words, size, attribute(&tag, "font-weight").is_some());
            let left = match attribute(&tag, "text-anchor") {
                Some("middle") => x - width / 2.0,
                Some("end") => x - width,
                _ => x,
            };
            // Ascenders and descenders of Inter: about 0.76 and 0.22 of the size.
            Some(Placed { words, size, left, right: left + width, top: y - 0.76 * size, bottom: y + 0.22 * size })
        })
        .collect()
}

/// Pairs of texts whose boxes share more than a hair.
pub(super) fn overlaps(texts: &[Placed]) -> Vec<(&Placed, &Placed)> {
    const HAIR: f64 = 0.75;
    let mut pairs = Vec::new();
    for (place, a) in texts.iter().enumerate() {
        for b in &texts[place + 1..] {
            let wide = a.right.min(b.right) - a.left.max(b.left);
            let high = a.bottom.min(b.bottom) - a.top.max(b.top);
            if wide > HAIR && high > HAIR {
                pairs.push((a, b));
            }
        }
    }
    pairs
}

/// The width of the ink of words as rendered, in pixels: first to last dark column of the picture.
pub(super) fn inked_width(words: &str, size: f64) -> Option<f64> {
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"500\" height=\"60\" viewBox=\"0 0 500 60\">\
         <text x=\"10\" y=\"40\" font-family=\"Inter\" font-size=\"{size}\" fill=\"#000000\">{words}</text></svg>"
    );
    let picture = dampak::report::charts::png(&Drawing { svg, width: 500, height: 60 }).ok()?;
    let pixmap = resvg::tiny_skia::Pixmap::decode_png(&picture).ok()?;
    let width = pixmap.width() as usize;
    let columns = pixmap.pixels().iter().enumerate().filter(|(_, pixel)| pixel.alpha() > 40).map(|(place, _)| place % width);
    let (low, high) = columns.fold((usize::MAX, 0), |(low, high), column| (low.min(column), high.max(column)));
    (high > low).then(|| (high - low + 1) as f64 / 2.0)
}
