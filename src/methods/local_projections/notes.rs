//! What the reader of local projections must know.

use super::sample::Span;
use crate::estimate::Note;
use crate::text;

/// Notes of the regressions, each once; sizes are told for all of them together.
pub(super) fn collect(all: &mut Vec<Note>, of: &[Note]) {
    for note in of.iter().filter(|note| note.code != "groups") {
        if !all.iter().any(|known| known.code == note.code) {
            all.push(note.clone());
        }
    }
}

/// What the pooled effects are of.
pub(super) fn pooled((after, before): (Option<Span>, Option<Span>), chosen: bool) -> Option<Note> {
    let after = after?;
    let [id, en] = if chosen {
        [
            " Jendela ini menyimpan paling banyak unit program kali periode; pilih sendiri dengan --window A:B.",
            " This window keeps the most treated units times periods; choose another one with --window A:B.",
        ]
    } else {
        ["", ""]
    };
    let (from, to) = (after.from, after.to);
    let [earlier, pre] = match before {
        Some(span) => [format!("; pooled-pre {} sampai {}", span.from, span.to), format!("; pooled-pre {} to {}", span.from, span.to)],
        None => [String::new(), String::new()],
    };
    Some(Note::new(
        "pooled-window",
        text!(
            "att adalah dampak gabungan waktu kejadian {from} sampai {to}{earlier}; dynamic rata-rata semua waktu kejadian sejak mulai.{id}",
            "att is the effect pooled over event times {from} to {to}{pre}; dynamic is the mean of all event times from the start on.{en}"
        ),
    ))
}

/// Horizons without a comparison.
pub(super) fn undefined(count: usize) -> Option<Note> {
    (count > 0).then(|| {
        Note::new(
            "effects-undefined",
            text!(
                "{count} waktu kejadian tidak mempunyai pembanding bersih dan dikosongkan.",
                "{count} event times have no clean comparison units and are left empty."
            ),
        )
    })
}
