//! Colours after Okabe and Ito: told apart by colour-blind readers, and by lightness and mark in grey print.

use super::figure::Role;
use super::surface::Ink;

/// Words and axes.
pub(super) const DARK: Ink = Ink(0x22, 0x22, 0x22, 1.0);
/// Second words: 5.7:1 on white.
pub(super) const MUTED: Ink = Ink(0x59, 0x59, 0x59, 1.0);
/// Grid lines.
pub(super) const GRID: Ink = Ink(0xe3, 0xe3, 0xe3, 1.0);
/// Axis lines and separators.
pub(super) const RULE: Ink = Ink(0xb5, 0xb5, 0xb5, 1.0);
/// Ground of bands.
pub(super) const BAND: Ink = Ink(0xf1, 0xef, 0xe8, 1.0);
/// White.
pub(super) const WHITE: Ink = Ink(0xff, 0xff, 0xff, 1.0);
/// The treated group, everywhere.
pub(super) const TREATED: Ink = Ink(0x00, 0x72, 0xb2, 1.0);
/// The comparison group, everywhere.
pub(super) const COMPARISON: Ink = Ink(0x76, 0x76, 0x76, 1.0);
/// Targets and standards.
pub(super) const TARGET: Ink = Ink(0xb3, 0x4a, 0x00, 1.0);

const OTHERS: [Ink; 6] = [
    Ink(0xd5, 0x5e, 0x00, 1.0),
    Ink(0x00, 0x8f, 0x68, 1.0),
    Ink(0xb0, 0x5a, 0x8c, 1.0),
    Ink(0x2f, 0x8f, 0xc4, 1.0),
    Ink(0xa8, 0x72, 0x00, 1.0),
    Ink(0x22, 0x22, 0x22, 1.0),
];

/// The colour of a role. Okabe–Ito's light hues are darkened so that words in them keep 4.5:1 on white where they carry words.
pub(super) fn ink(role: Role) -> Ink {
    match role {
        Role::Treated | Role::Counterfactual => TREATED,
        Role::Comparison | Role::Observed => COMPARISON,
        Role::Signal => TARGET,
        Role::Other(place) => OTHERS[place % OTHERS.len()],
    }
}

/// The colour of words in a role's colour.
pub(super) fn word_ink(role: Role) -> Ink {
    match role {
        Role::Comparison | Role::Observed => MUTED,
        _ => ink(role),
    }
}

/// The colour of the method in a place of several: the first is the treated blue.
pub(super) fn method_ink(place: usize) -> Ink {
    if place == 0 { TREATED } else { OTHERS[(place - 1) % OTHERS.len()] }
}
