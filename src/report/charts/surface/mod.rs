//! The drawing surface: lines, areas, marks and measured text in pixels. Everything of plotters is behind it.

mod svg;

use super::ChartError;
use super::font::{self, Weight};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, Drawable, PathElement, PointCollection, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBAColor, RGBColor, ShapeStyle, register_font};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::OnceLock;
use svg::{Pen, SvgBackend, UNIT};

/// A colour with its opacity (0–1).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ink(pub(super) u8, pub(super) u8, pub(super) u8, pub(super) f64);

impl Ink {
    /// The same colour at another opacity.
    pub(super) fn faint(self, alpha: f64) -> Self {
        Self(self.0, self.1, self.2, alpha)
    }

    fn rgba(self) -> RGBAColor {
        RGBColor(self.0, self.1, self.2).mix(self.3)
    }
}

/// Which point of a text its x is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// Size in pixels, weight and colour of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Type {
    pub(super) size: f64,
    pub(super) weight: Weight,
    pub(super) ink: Ink,
    pub(super) halo: bool,
}

impl Type {
    pub(super) fn new(size: f64, ink: Ink) -> Self {
        Self { size, weight: Weight::Regular, ink, halo: false }
    }

    pub(super) fn bold(self) -> Self {
        Self { weight: Weight::SemiBold, ..self }
    }

    pub(super) fn halo(self) -> Self {
        Self { halo: true, ..self }
    }

    pub(super) fn ink(self, ink: Ink) -> Self {
        Self { ink, ..self }
    }

    /// The distance between baselines.
    pub(super) fn leading(self) -> f64 {
        (self.size * 1.35).round()
    }
}

fn registered() -> bool {
    static DONE: OnceLock<bool> = OnceLock::new();
    *DONE.get_or_init(|| {
        register_font(font::FAMILY, FontStyle::Normal, font::REGULAR).is_ok() && register_font(font::FAMILY, FontStyle::Bold, font::SEMI_BOLD).is_ok()
    })
}

fn description(weight: Weight, size: f64) -> FontDesc<'static> {
    let style = match weight {
        Weight::Regular => FontStyle::Normal,
        Weight::SemiBold => FontStyle::Bold,
    };
    FontDesc::new(FontFamily::Name(font::FAMILY), size, style)
}

/// The advance width of a text in pixels, from the embedded font.
pub(super) fn text_width(words: &str, size: f64, weight: Weight) -> f64 {
    // plotters rounds widths to whole pixels: measure large. Its sizes are line heights, not ems.
    const LARGE: f64 = 2000.0;
    if !registered() {
        return words.chars().count() as f64 * size * 0.6;
    }
    match description(weight, LARGE * font::HEIGHT_PER_EM).layout_box(words) {
        Ok((low, high)) => f64::from(high.0 - low.0) * size / LARGE,
        Err(_) => words.chars().count() as f64 * size * 0.6,
    }
}

/// A surface of fixed width; its height is given at the end.
pub(super) struct Surface {
    /// Width in pixels.
    pub(super) width: f64,
    area: DrawingArea<SvgBackend, Shift>,
    out: Rc<RefCell<String>>,
    pen: Rc<Pen>,
    failed: bool,
}

/// Nothing is drawn at a place that is not a number.
fn finite(points: &[(f64, f64)]) -> bool {
    points.iter().all(|(x, y)| x.is_finite() && y.is_finite())
}

fn unit(value: f64) -> i32 {
    (value * UNIT).round() as i32
}

fn at((x, y): (f64, f64)) -> (i32, i32) {
    (unit(x), unit(y))
}

impl Surface {
    pub(super) fn new(width: f64) -> Self {
        let out = Rc::new(RefCell::new(String::new()));
        let pen = Rc::new(Pen::default());
        let area = SvgBackend { out: Rc::clone(&out), pen: Rc::clone(&pen) }.into_drawing_area();
        Self { width, area, out, pen, failed: !registered() }
    }

    fn draw<E>(&mut self, element: &E)
    where
        for<'a> &'a E: PointCollection<'a, (i32, i32)>,
        E: Drawable<SvgBackend>,
    {
        self.failed |= self.area.draw(element).is_err();
    }

    fn stroke(ink: Ink, width: f64) -> ShapeStyle {
        ShapeStyle { color: ink.rgba(), filled: false, stroke_width: unit(width) as u32 }
    }

    fn filled(ink: Ink) -> ShapeStyle {
        ShapeStyle { color: ink.rgba(), filled: true, stroke_width: 0 }
    }

    /// A line through points.
    pub(super) fn line(&mut self, points: &[(f64, f64)], ink: Ink, width: f64) {
        if points.len() > 1 && finite(points) {
            self.draw(&PathElement::new(points.iter().copied().map(at).collect::<Vec<_>>(), Self::stroke(ink, width)));
        }
    }

    /// A dashed line through points.
    pub(super) fn dashed(&mut self, points: &[(f64, f64)], ink: Ink, width: f64, dash: (f64, f64)) {
        self.pen.dash.set(Some(dash));
        self.line(points, ink, width);
        self.pen.dash.set(None);
    }

    /// A filled polygon.
    pub(super) fn polygon(&mut self, points: &[(f64, f64)], ink: Ink) {
        if points.len() > 2 && finite(points) {
            self.draw(&Polygon::new(points.iter().copied().map(at).collect::<Vec<_>>(), Self::filled(ink)));
        }
    }

    /// A filled rectangle between two corners.
    pub(super) fn rect(&mut self, from: (f64, f64), to: (f64, f64), ink: Ink) {
        if !finite(&[from, to]) {
            return;
        }
        self.draw(&Rectangle::new([at(from), at(to)], Self::filled(ink)));
    }

    /// The outline of a rectangle.
    pub(super) fn frame(&mut self, from: (f64, f64), to: (f64, f64), ink: Ink, width: f64) {
        if !finite(&[from, to]) {
            return;
        }
        self.draw(&Rectangle::new([at(from), at(to)], Self::stroke(ink, width)));
    }

    /// A filled circle.
    pub(super) fn dot(&mut self, center: (f64, f64), radius: f64, ink: Ink) {
        if !finite(&[center]) {
            return;
        }
        self.draw(&Circle::new(at(center), unit(radius), Self::filled(ink)));
    }

    /// A circle filled with white.
    pub(super) fn ring(&mut self, center: (f64, f64), radius: f64, ink: Ink, width: f64) {
        if !finite(&[center]) {
            return;
        }
        self.dot(center, radius, Ink(255, 255, 255, 1.0));
        self.draw(&Circle::new(at(center), unit(radius), Self::stroke(ink, width)));
    }

    /// A line of text with its baseline at y.
    pub(super) fn text(&mut self, words: &str, (x, y): (f64, f64), anchor: Anchor, kind: Type) {
        if words.is_empty() || !finite(&[(x, y)]) {
            return;
        }
        let place = match anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let style = description(kind.weight, kind.size).color(&kind.ink.rgba()).pos(Pos::new(place, VPos::Bottom));
        self.pen.halo.set(kind.halo);
        self.draw(&Text::new(words.to_owned(), at((x, y)), style));
        self.pen.halo.set(false);
    }

    /// A line of text centred at x, moved inwards where it would leave the drawing; gives its left and right edge.
    pub(super) fn centered(&mut self, words: &str, (x, y): (f64, f64), kind: Type) -> (f64, f64) {
        let (left, right) = self.centered_at(words, x, kind);
        self.text(words, (f64::midpoint(left, right), y), Anchor::Middle, kind);
        (left, right)
    }

    /// Where [`Self::centered`] puts words.
    pub(super) fn centered_at(&self, words: &str, x: f64, kind: Type) -> (f64, f64) {
        let half = text_width(words, kind.size, kind.weight) / 2.0;
        let center = x.min(self.width - 4.0 - half).max(4.0 + half);
        (center - half, center + half)
    }

    /// A line of text on white ground, so that lines behind it do not run through the words.
    pub(super) fn plate(&mut self, words: &str, (x, y): (f64, f64), anchor: Anchor, kind: Type) {
        let width = text_width(words, kind.size, kind.weight);
        let left = match anchor {
            Anchor::Start => x,
            Anchor::Middle => x - width / 2.0,
            Anchor::End => x - width,
        };
        self.rect((left - 2.0, y - 0.85 * kind.size), (left + width + 2.0, y + 0.3 * kind.size), Ink(255, 255, 255, 0.92));
        self.text(words, (x, y), anchor, kind);
    }

    /// Lines of text under one another; returns the baseline after the last.
    pub(super) fn lines(&mut self, lines: &[String], (x, y): (f64, f64), anchor: Anchor, kind: Type) -> f64 {
        let mut baseline = y;
        for line in lines {
            self.text(line, (x, baseline), anchor, kind);
            baseline += kind.leading();
        }
        baseline
    }

    /// The finished document: header with size, title and description, white ground, everything drawn.
    pub(super) fn finish(self, name: &str, title: &str, description: &str, lang: &str, height: f64) -> Result<String, ChartError> {
        if self.failed {
            return Err(ChartError::Surface);
        }
        let (width, height) = (self.width as u32, height.ceil() as u32);
        let id: String = name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' }).collect();
        let body = self.out.borrow();
        Ok(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
             aria-labelledby=\"{id}-title {id}-desc\" xml:lang=\"{lang}\" lang=\"{lang}\" font-family=\"{}\">\n\
             <title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-desc\">{}</desc>\n\
             <rect x=\"0\" y=\"0\" width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n{body}</svg>\n",
            font::STACK,
            svg::escape(title),
            svg::escape(description),
        ))
    }
}
