//! Marks of estimates: told apart by shape as well as by colour, hollow before the program and filled after.

use super::palette::WHITE;
use super::surface::{Ink, Surface};

/// Shapes by place: circle, square, triangle, diamond, triangle down, then again.
pub(super) fn mark(surface: &mut Surface, place: usize, (x, y): (f64, f64), radius: f64, ink: Ink, hollow: bool) {
    let r = radius;
    let corners: Vec<(f64, f64)> = match place % 5 {
        0 => {
            if hollow {
                surface.ring((x, y), r, ink, 1.6);
            } else {
                surface.dot((x, y), r, ink);
            }
            return;
        }
        1 => vec![(x - 0.88 * r, y - 0.88 * r), (x + 0.88 * r, y - 0.88 * r), (x + 0.88 * r, y + 0.88 * r), (x - 0.88 * r, y + 0.88 * r)],
        2 => vec![(x, y - 1.15 * r), (x + 1.05 * r, y + 0.8 * r), (x - 1.05 * r, y + 0.8 * r)],
        3 => return diamond(surface, (x, y), 1.25 * r, 1.25 * r, ink, hollow),
        _ => vec![(x, y + 1.15 * r), (x + 1.05 * r, y - 0.8 * r), (x - 1.05 * r, y - 0.8 * r)],
    };
    shape(surface, &corners, ink, hollow);
}

/// A diamond with half its width and half its height.
pub(super) fn diamond(surface: &mut Surface, (x, y): (f64, f64), half_width: f64, half_height: f64, ink: Ink, hollow: bool) {
    shape(surface, &[(x - half_width, y), (x, y - half_height), (x + half_width, y), (x, y + half_height)], ink, hollow);
}

fn shape(surface: &mut Surface, corners: &[(f64, f64)], ink: Ink, hollow: bool) {
    surface.polygon(corners, if hollow { WHITE } else { ink });
    if hollow {
        let mut outline = corners.to_vec();
        outline.extend(corners.iter().take(2).copied());
        surface.line(&outline, ink, 1.6);
    }
}

/// An arrow head at the end of an interval that goes on beyond the edge, pointing along `(dx, dy)` of length one.
pub(super) fn arrow(surface: &mut Surface, (x, y): (f64, f64), (dx, dy): (f64, f64), ink: Ink) {
    let (length, half) = (7.0, 3.8);
    let base = (x - dx * length, y - dy * length);
    surface.polygon(&[(x, y), (base.0 - dy * half, base.1 + dx * half), (base.0 + dy * half, base.1 - dx * half)], ink);
}
