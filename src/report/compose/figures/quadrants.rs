//! Importance against performance in four quadrants.

use super::figure;
use crate::locale::number;
use crate::measure::satisfaction::{Quadrant, quadrants};
use crate::report::charts::{Figure, FigureKind, QuadrantPoint, Quadrants, Quantity};
use crate::report::compose::Story;
use crate::report::compose::say::say;

/// The names in the corners: top left, top right, bottom left, bottom right.
const CORNERS: [Quadrant; 4] = [Quadrant::TopPriority, Quadrant::KeepUp, Quadrant::LowPriority, Quadrant::PossibleOverkill];

/// The chart of some points; none where there are fewer than two, whose means would say nothing.
pub(crate) fn quadrant_figure(story: &Story, name: String, axes: [Quantity; 2], points: Vec<QuadrantPoint>, subtitle: &str) -> Option<Figure> {
    let l = story.lang;
    if points.len() < 2 {
        return None;
    }
    let of = |value: fn(&QuadrantPoint) -> f64| points.iter().map(value).collect::<Vec<f64>>();
    let places = quadrants(&of(|point| point.performance), &of(|point| point.importance))?;
    let inside = |quadrant: Quadrant| -> Vec<&str> {
        points.iter().zip(&places.items).filter(|(_, place)| **place == quadrant).map(|(point, _)| point.label.as_str()).collect()
    };
    let first = inside(Quadrant::TopPriority);
    let title = if first.is_empty() {
        say!(l, "Tidak ada yang penting sekaligus di bawah rata-rata", "Nothing is important and below the mean at once")
    } else {
        let (list, words) = (first.join("; "), Quadrant::TopPriority.name());
        let words = words.get(l);
        say!(l, "{words}: {list}", "{words}: {list}")
    };
    let [performance, importance] = axes;
    let d = performance.decimals;
    let parts: Vec<String> = CORNERS
        .into_iter()
        .map(|quadrant| {
            let values = points
                .iter()
                .zip(&places.items)
                .filter(|(_, place)| **place == quadrant)
                .map(|(point, _)| format!("{} ({}; {})", point.label, number(l, point.performance, d), number(l, point.importance, d)));
            let list = values.collect::<Vec<_>>().join(", ");
            format!("{}: {}", quadrant.name().get(l), if list.is_empty() { "–".to_owned() } else { list })
        })
        .collect();
    let (x, y, list) = (&performance.name, &importance.name, parts.join("; "));
    let alt = say!(l, "Kuadran ({x}; {y}): {list}.", "Quadrants ({x}; {y}): {list}.");
    let names = CORNERS.map(|quadrant| quadrant.name().get(l).to_owned());
    let kind = FigureKind::Quadrants(Quadrants { performance, importance, points, names });
    Some(figure(story, name, title, subtitle.to_owned(), alt, kind))
}
