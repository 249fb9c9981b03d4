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

/// The runs of a text. A mark without its partner stands as it is.
pub(crate) fn spans(text: &str) -> Vec<Span<'_>> {
    let mut out = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let next = ["`", "**"].iter().filter_map(|mark| rest.find(mark).map(|place| (place, *mark))).min();
        let found = next.and_then(|(place, mark)| {
            let inside = &rest[place + mark.len()..];
            let length = inside.find(mark).filter(|length| *length > 0)?;
            Some((place, mark, &inside[..length], &inside[length + mark.len()..]))
        });
        let Some((place, mark, inside, after)) = found else {
            out.push(Span::Plain(rest));
            break;
        };
        if place > 0 {
            out.push(Span::Plain(&rest[..place]));
        }
        out.push(if mark == "`" { Span::Code(inside) } else { Span::Strong(inside) });
        rest = after;
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
