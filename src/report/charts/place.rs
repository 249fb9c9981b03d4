//! Where labels go: wrapping by the font's own widths, and moving labels apart until none lies over another.

use super::font::Weight;
use super::surface::text_width;

/// Breaks words into lines no wider than `width` pixels; a single word that is too wide is broken after a hyphen or a slash, else by letters.
pub(super) fn wrap(words: &str, width: f64, size: f64, weight: Weight) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let fits = |text: &str| text_width(text, size, weight) <= width;
    for word in words.split(' ').filter(|word| !word.is_empty()) {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if fits(&longer) {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        if fits(word) {
            word.clone_into(&mut line);
            continue;
        }
        for part in word.split_inclusive(['-', '/', '–']) {
            if fits(&format!("{line}{part}")) {
                line.push_str(part);
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for letter in part.chars() {
                line.push(letter);
                if !fits(&line) && line.chars().count() > 1 {
                    line.pop();
                    lines.push(std::mem::replace(&mut line, letter.to_string()));
                }
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// The widest of some lines in pixels.
pub(super) fn widest(lines: &[String], size: f64, weight: Weight) -> f64 {
    lines.iter().map(|line| text_width(line, size, weight)).fold(0.0, f64::max)
}

/// Members that touch: by pooling adjacent violators they stand as one, at the mean of what they want.
struct Block {
    members: Vec<usize>,
    start: f64,
    length: f64,
}

/// Centres for things of given lengths on a line, as near as possible (least squares) to the wanted ones, in the wanted order, not overlapping,
/// and within `low..high` as far as they fit.
pub(super) fn spread(wanted: &[f64], lengths: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]).then(a.cmp(&b)));
    let start_of = |members: &[usize], length: f64| {
        let mut offset = 0.0;
        let mut sum = 0.0;
        for &member in members {
            sum += wanted[member] - (offset + lengths[member] / 2.0);
            offset += lengths[member] + gap;
        }
        (sum / members.len() as f64).min(high - length).max(low)
    };
    let mut blocks: Vec<Block> = Vec::new();
    for &member in &order {
        let length = lengths[member];
        let mut block = Block { members: vec![member], start: start_of(&[member], length), length };
        while let Some(last) = blocks.pop_if(|last| last.start + last.length + gap > block.start) {
            let mut members = last.members;
            members.extend(block.members);
            let length = last.length + gap + block.length;
            let start = start_of(&members, length);
            block = Block { members, start, length };
        }
        blocks.push(block);
    }
    let mut centers = vec![0.0; wanted.len()];
    for block in blocks {
        let mut at = block.start;
        for member in block.members {
            centers[member] = at + lengths[member] / 2.0;
            at += lengths[member] + gap;
        }
    }
    centers
}

/// A box in pixels: left, top, right, bottom.
pub(super) type Area = (f64, f64, f64, f64);

/// Boxes that are taken.
#[derive(Debug, Default)]
pub(super) struct Taken(Vec<Area>);

impl Taken {
    pub(super) fn add(&mut self, area: Area) {
        self.0.push(area);
    }

    /// By how much a box lies over the taken ones, in square pixels.
    fn overlap(&self, area: Area) -> f64 {
        self.0.iter().map(|other| (area.2.min(other.2) - area.0.max(other.0)).max(0.0) * (area.3.min(other.3) - area.1.max(other.1)).max(0.0)).sum()
    }

    /// Whether nothing lies under a box.
    pub(super) fn is_free(&self, area: Area) -> bool {
        self.overlap(area) == 0.0
    }

    /// Takes the first candidate that is free, else the one that overlaps least; gives its place among the candidates.
    pub(super) fn choose(&mut self, candidates: &[Area]) -> Option<usize> {
        let mut best: Option<(usize, f64)> = None;
        for (place, area) in candidates.iter().enumerate() {
            let overlap = self.overlap(*area);
            if best.is_none_or(|(_, least)| overlap < least) {
                best = Some((place, overlap));
            }
            if overlap == 0.0 {
                break;
            }
        }
        let (place, _) = best?;
        self.add(candidates[place]);
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_moved_apart_and_stay_inside() {
        let centers = spread(&[10.0, 11.0, 12.0, 95.0, 99.0], &[10.0; 5], 2.0, 0.0, 100.0);
        for pair in centers.windows(2) {
            assert!(pair[1] - pair[0] >= 12.0 - 1e-9, "{centers:?}");
        }
        assert!(centers[0] >= 5.0 && centers[4] <= 95.0 + 1e-9, "{centers:?}");
    }

    #[test]
    fn wrapped_lines_fit_and_lose_nothing() {
        let words = "Sistem, mekanisme, dan prosedur pelayanan administrasi kependudukan";
        let lines = wrap(words, 120.0, 12.0, Weight::Regular);
        assert!(lines.len() > 2);
        assert!(widest(&lines, 12.0, Weight::Regular) <= 120.0);
        assert_eq!(lines.join(" "), words);
        assert_eq!(wrap("Difference-in-differences", 80.0, 12.0, Weight::Regular), ["Difference-", "in-differences"].map(String::from));
        assert_eq!(wrap("kabupaten/kota", 72.0, 12.0, Weight::Regular), ["kabupaten/", "kota"].map(String::from));
    }
}
