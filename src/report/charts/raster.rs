//! SVG to PNG with the embedded font only: no font of the machine is looked at.

use super::{ChartError, Drawing, font};
use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io::Write;
use std::sync::{Arc, LazyLock};

/// Pixels of the PNG for one of the drawing.
const SCALE: f32 = 2.0;

/// The embedded font, read once.
static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_font_data(font::REGULAR.to_vec());
    fonts.load_font_data(font::SEMI_BOLD.to_vec());
    Arc::new(fonts)
});

/// The drawing as PNG at twice its size.
pub fn png(drawing: &Drawing) -> Result<Vec<u8>, ChartError> {
    let options = Options { font_family: font::FAMILY.to_owned(), fontdb: Arc::clone(&FONTS), ..Options::default() };
    let tree = Tree::from_str(&drawing.svg, &options).map_err(|_| ChartError::Surface)?;
    let size = |length: u32| (length as f32 * SCALE) as u32;
    let mut pixels = Pixmap::new(size(drawing.width), size(drawing.height)).ok_or(ChartError::Surface)?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    encode(pixels.width(), pixels.height(), pixels.data()).ok_or(ChartError::Surface)
}

/// Bits a channel.
const DEPTH: u8 = 8;
/// Types of colour.
const TRUE_COLOUR: u8 = 2;
const INDEXED: u8 = 3;
const TRUE_COLOUR_WITH_ALPHA: u8 = 6;
/// The compression that is worth its time: bytes of a palette are few, those of colours are many.
const HARDER: u32 = 6;
const LIGHTER: u32 = 4;

/// A PNG of premultiplied pixels. Charts have few colours: mostly a palette is enough, a quarter of the bytes to compress. Rows are not filtered, which
/// serves photographs.
fn encode(width: u32, height: u32, pixels: &[u8]) -> Option<Vec<u8>> {
    let (colours, _) = pixels.as_chunks::<4>();
    let opaque = colours.iter().all(|colour| colour[3] == u8::MAX);
    let mut palette = Vec::new();
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let (kind, level, rows) = match indexed(width as usize, colours, &mut palette).filter(|_| opaque) {
        Some(rows) => (INDEXED, HARDER, rows),
        None if opaque => (TRUE_COLOUR, LIGHTER, unfiltered(width as usize, colours, |colour| [colour[0], colour[1], colour[2]])),
        None => (TRUE_COLOUR_WITH_ALPHA, LIGHTER, unfiltered(width as usize, colours, straight)),
    };
    let mut header = Vec::with_capacity(13);
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    // No other compression, filter or interlacing than the first.
    header.extend([DEPTH, kind, 0, 0, 0]);
    chunk(&mut out, *b"IHDR", &header)?;
    if kind == INDEXED {
        chunk(&mut out, *b"PLTE", palette.as_flattened())?;
    }
    let mut packed = ZlibEncoder::new(Vec::with_capacity(rows.len() / 16), Compression::new(level));
    packed.write_all(&rows).ok()?;
    chunk(&mut out, *b"IDAT", &packed.finish().ok()?)?;
    chunk(&mut out, *b"IEND", &[])?;
    Some(out)
}

/// Length, name, content and checksum.
fn chunk(out: &mut Vec<u8>, name: [u8; 4], content: &[u8]) -> Option<()> {
    let mut sum = Crc::new();
    sum.update(&name);
    sum.update(content);
    out.extend(u32::try_from(content.len()).ok()?.to_be_bytes());
    out.extend(name);
    out.extend(content);
    out.extend(sum.sum().to_be_bytes());
    Some(())
}

/// Rows as places in a palette, which is filled in the order of the pixels; none with more than 256 colours.
fn indexed(width: usize, colours: &[[u8; 4]], palette: &mut Vec<[u8; 3]>) -> Option<Vec<u8>> {
    let mut places: HashMap<[u8; 4], u8> = HashMap::new();
    let mut rows = Vec::with_capacity(colours.len() + colours.len() / width.max(1));
    for row in colours.chunks(width.max(1)) {
        rows.push(0);
        for run in row.chunk_by(|a, b| a == b) {
            let next = u8::try_from(palette.len());
            let place = match places.entry(run[0]) {
                Entry::Occupied(known) => *known.get(),
                Entry::Vacant(free) => {
                    palette.push([run[0][0], run[0][1], run[0][2]]);
                    *free.insert(next.ok()?)
                }
            };
            rows.resize(rows.len() + run.len(), place);
        }
    }
    Some(rows)
}

/// Rows with the sign that they are not filtered.
fn unfiltered<const N: usize>(width: usize, colours: &[[u8; 4]], channels: impl Fn([u8; 4]) -> [u8; N]) -> Vec<u8> {
    let mut rows = Vec::with_capacity(colours.len() * N + colours.len() / width.max(1));
    for row in colours.chunks(width.max(1)) {
        rows.push(0);
        rows.extend(row.iter().flat_map(|colour| channels(*colour)));
    }
    rows
}

/// A premultiplied colour as PNG has it.
fn straight([red, green, blue, alpha]: [u8; 4]) -> [u8; 4] {
    let apart = |channel: u8| if alpha == 0 { 0 } else { ((u32::from(channel) * 255 + u32::from(alpha) / 2) / u32::from(alpha)).min(255) as u8 };
    [apart(red), apart(green), apart(blue), alpha]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What resvg's own reader makes of our bytes.
    fn read(png: &[u8]) -> Pixmap {
        Pixmap::decode_png(png).expect("a PNG")
    }

    #[test]
    fn few_colours_many_colours_and_gaps_come_back_as_they_were() {
        for (step, alpha, kind) in [(0_u32, 255_u8, INDEXED), (1, 255, TRUE_COLOUR), (1, 0, TRUE_COLOUR_WITH_ALPHA)] {
            let mut pixels = Pixmap::new(37, 19).expect("a size");
            for (at, colour) in pixels.data_mut().as_chunks_mut::<4>().0.iter_mut().enumerate() {
                let at = at as u32;
                *colour = [(at * step % 251) as u8, (at % 7 * 30) as u8, (at * step / 251) as u8, 255];
                if alpha == 0 && at.is_multiple_of(5) {
                    *colour = [0; 4];
                }
            }
            let png = encode(37, 19, pixels.data()).expect("encoded");
            assert_eq!(png[25], kind);
            assert!(read(&png).data() == pixels.data(), "{kind}");
        }
    }

    #[test]
    fn half_transparent_colours_are_taken_apart() {
        assert_eq!(straight([64, 0, 128, 128]), [128, 0, 255, 128]);
        assert_eq!(straight([0, 0, 0, 0]), [0; 4]);
    }
}
