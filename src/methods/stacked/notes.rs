//! What the reader of a stack must know.

use crate::estimate::Note;
use crate::locale::Text;
use crate::methods::event_window::Window;
use crate::text;

/// Why cells are in no sub-experiment.
pub(super) fn outside() -> Text {
    text!("tidak masuk sub-percobaan mana pun (di luar jendela waktu)", "in no sub-experiment (outside the window)")
}

/// How many sub-experiments there are and over which event times.
pub(super) fn stack(starts: usize, window: Window, chosen: bool) -> Note {
    let (before, after) = (window.before, window.after);
    let [id, en] = if chosen {
        [
            " Jendela ini dipilih karena menyimpan paling banyak unit program kali periode; pilih sendiri dengan --window A:B.",
            " This window keeps the most treated units times periods; choose another one with --window A:B.",
        ]
    } else {
        ["", ""]
    };
    Note::new(
        "sub-experiments",
        text!(
            "{starts} sub-percobaan (satu per waktu mulai) dengan waktu kejadian −{before} sampai {after}.{id}",
            "{starts} sub-experiments (one a start) over event times −{before} to {after}.{en}"
        ),
    )
}
