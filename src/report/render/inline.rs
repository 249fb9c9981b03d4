//! Words within a paragraph: plain, code between backticks, strong between double asterisks.

/// A run of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Span<'a> {
    /// As it stands.
    Plain(&'a str),
    /// Code.
    Code(&'a str),
    /// Strong.
    Strong(&'a str),
}

/// What opens and closes a run.
const MARKS: [&str; 2] = ["`", "**"];

/// The runs of a text. A mark without its partner stands as it is.
pub(crate) fn spans(text: &str) -> Vec<Span<'_>> {
    let mut out = Vec::new();
    let mut at = 0;
    // Where each mark comes next; looked for again only once it is passed, so that long texts are read once.
    let mut next = MARKS.map(|mark| text.find(mark));
    while at < text.len() {
        for (place, mark) in next.iter_mut().zip(MARKS) {
            if place.is_some_and(|place| place < at) {
                *place = text[at..].find(mark).map(|place| at + place);
            }
        }
        let first = next.iter().zip(MARKS).filter_map(|(place, mark)| place.map(|place| (place, mark))).min();
        let found = first.and_then(|(place, mark)| {
            let inside = place + mark.len();
            let length = text[inside..].find(mark).filter(|length| *length > 0)?;
            Some((place, mark, inside, inside + length))
        });
        let Some((place, mark, start, end)) = found else {
            out.push(Span::Plain(&text[at..]));
            break;
        };
        if place > at {
            out.push(Span::Plain(&text[at..place]));
        }
        let inside = &text[start..end];
        out.push(if mark == "`" { Span::Code(inside) } else { Span::Strong(inside) });
        at = end + mark.len();
    }
    out
}

/// The text without marks.
pub(crate) fn plain(text: &str) -> String {
    spans(text)
        .into_iter()
        .map(|span| match span {
            Span::Plain(words) | Span::Code(words) | Span::Strong(words) => words,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_in_pairs() {
        assert_eq!(spans("a `b` **c**!"), [Span::Plain("a "), Span::Code("b"), Span::Plain(" "), Span::Strong("c"), Span::Plain("!")]);
        assert_eq!(spans("5 ** 2"), [Span::Plain("5 ** 2")]);
        assert_eq!(plain("`x` y"), "x y");
    }
}
