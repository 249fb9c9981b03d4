//! A plotters backend that writes SVG with hundredths of a pixel, exact text baselines and native dashes, none of which plotters' own has.

use plotters::prelude::DrawingBackend;
use plotters_backend::text_anchor::HPos;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind, FontStyle};
use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::fmt::Write as _;
use std::rc::Rc;

/// Backend units in a pixel: plotters hands over whole numbers.
pub(super) const UNIT: f64 = 100.0;

/// What plotters' styles cannot say, set by the surface before it draws.
#[derive(Debug, Default)]
pub(super) struct Pen {
    /// Dash and gap in pixels.
    pub(super) dash: Cell<Option<(f64, f64)>>,
    /// A white rim around text, so that it reads over lines.
    pub(super) halo: Cell<bool>,
}

/// The backend: elements are appended to the shared text; header and footer are the surface's.
pub(super) struct SvgBackend {
    pub(super) out: Rc<RefCell<String>>,
    pub(super) pen: Rc<Pen>,
}

/// A length in pixels from backend units, without trailing zeros.
fn px(units: i32) -> String {
    let (whole, rest) = (units.unsigned_abs() / 100, units.unsigned_abs() % 100);
    let sign = if units < 0 { "-" } else { "" };
    match (rest, rest % 10) {
        (0, _) => format!("{sign}{whole}"),
        (_, 0) => format!("{sign}{whole}.{}", rest / 10),
        _ => format!("{sign}{whole}.{rest:02}"),
    }
}

fn decimal(value: f64) -> String {
    px((value * UNIT).round() as i32)
}

fn hex(color: BackendColor) -> String {
    let (r, g, b) = color.rgb;
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn points(path: impl IntoIterator<Item = BackendCoord>) -> String {
    path.into_iter().map(|(x, y)| format!("{},{}", px(x), px(y))).collect::<Vec<_>>().join(" ")
}

/// Text as XML content.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

impl SvgBackend {
    fn push(&self, element: &str) {
        let mut out = self.out.borrow_mut();
        out.push_str(element);
        out.push('\n');
    }

    fn fill(color: BackendColor) -> String {
        let mut out = format!("fill=\"{}\"", hex(color));
        if color.alpha < 1.0 {
            let _ = write!(out, " fill-opacity=\"{}\"", decimal(color.alpha));
        }
        out
    }

    fn stroke(&self, color: BackendColor, width: u32) -> String {
        let mut out = format!("fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"", hex(color), px(width as i32));
        if color.alpha < 1.0 {
            let _ = write!(out, " stroke-opacity=\"{}\"", decimal(color.alpha));
        }
        if let Some((dash, gap)) = self.pen.dash.get() {
            let _ = write!(out, " stroke-dasharray=\"{} {}\"", decimal(dash), decimal(gap));
        }
        out
    }
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for SvgBackend {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        // The surface decides its height last; nothing here depends on it.
        (1_000_000, 10_000_000)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        self.push(&format!("<rect x=\"{}\" y=\"{}\" width=\"0.01\" height=\"0.01\" {}/>", px(x), px(y), Self::fill(color)));
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, (x0, y0): BackendCoord, (x1, y1): BackendCoord, style: &S, fill: bool) -> Drawn {
        let paint = if fill { Self::fill(style.color()) } else { self.stroke(style.color(), style.stroke_width()) };
        let (left, top, width, height) = (x0.min(x1), y0.min(y1), (x1 - x0).abs(), (y1 - y0).abs());
        self.push(&format!("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" {paint}/>", px(left), px(top), px(width), px(height)));
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        let paint = self.stroke(style.color(), style.stroke_width());
        self.push(&format!("<polyline points=\"{}\" {paint} stroke-linejoin=\"round\"/>", points(path)));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, (x, y): BackendCoord, radius: u32, style: &S, fill: bool) -> Drawn {
        let paint = if fill { Self::fill(style.color()) } else { self.stroke(style.color(), style.stroke_width()) };
        self.push(&format!("<circle cx=\"{}\" cy=\"{}\" r=\"{}\" {paint}/>", px(x), px(y), px(radius as i32)));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        self.push(&format!("<polygon points=\"{}\" {}/>", points(path), Self::fill(style.color())));
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): BackendCoord) -> Drawn {
        let anchor = match style.anchor().h_pos {
            HPos::Left => "",
            HPos::Center => " text-anchor=\"middle\"",
            HPos::Right => " text-anchor=\"end\"",
        };
        let weight = if matches!(style.style(), FontStyle::Bold) { " font-weight=\"600\"" } else { "" };
        let halo = if self.pen.halo.get() { " stroke=\"#ffffff\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\"" } else { "" };
        self.push(&format!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{weight}{anchor}{halo} {}>{}</text>",
            px(x),
            px(y),
            decimal(style.size()),
            Self::fill(style.color()),
            escape(text)
        ));
        Ok(())
    }
}
