//! Numbers as people write them: `1.234,5`, `1,234.5`, `1 234`, `Rp 1.000.000,-`, `12,5 %`, `(3,5)`.
//!
//! A value is read under one of two conventions, told apart by the decimal mark; the other mark, a space or an apostrophe may group thousands.

/// The decimal mark of a convention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Decimal {
    /// `1,234.5`
    Point,
    /// `1.234,5`
    Comma,
}

/// A number that was read under one convention.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(clippy::struct_excessive_bools)] // independent facts of one spelling
pub(super) struct Number {
    /// Its value.
    pub(super) value: f64,
    /// Whether it is written with nothing but digits, a leading minus and a decimal point.
    pub(super) plain: bool,
    /// Whether a decimal mark or an exponent is written.
    pub(super) decimals: bool,
    /// Digits before the decimal mark.
    pub(super) digits: usize,
    /// Whether thousands are grouped.
    pub(super) grouped: bool,
    /// A code such as `007`: two digits or more with a zero in front and no decimals.
    pub(super) leading_zero: bool,
}

/// Reads a trimmed value under a convention.
pub(super) fn parse(value: &str, decimal: Decimal) -> Option<Number> {
    let mut plain = true;
    let mut negative = false;
    let mut rest = value;
    if let Some(inner) = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        (negative, plain, rest) = (true, false, inner.trim());
    }
    let unsigned = |rest: &mut &str, negative: &mut bool, plain: &mut bool| {
        if let Some(tail) = rest.strip_prefix('-') {
            (*negative, *rest) = (!*negative, tail);
        } else if let Some(tail) = rest.strip_prefix('−') {
            (*negative, *plain, *rest) = (!*negative, false, tail);
        } else if let Some(tail) = rest.strip_prefix('+') {
            (*plain, *rest) = (false, tail);
        }
    };
    unsigned(&mut rest, &mut negative, &mut plain);
    let first = rest.chars().next()?;
    if !first.is_ascii_digit() && first != '.' && first != ',' {
        (rest, plain) = (currency(rest)?, false);
        unsigned(&mut rest, &mut negative, &mut plain);
        if matches!(rest.to_ascii_lowercase().as_str(), "inf" | "infinity" | "∞") {
            let value = if negative { f64::NEG_INFINITY } else { f64::INFINITY };
            return Some(Number { value, plain: false, decimals: true, digits: 0, grouped: false, leading_zero: false });
        }
    }
    for tail in ["%", ",-", ".-", ",–"] {
        if let Some(head) = rest.strip_suffix(tail) {
            (rest, plain) = (head.trim_end(), false);
        }
    }
    let mut text = [0_u8; 40];
    let scanned = scan(rest, decimal, &mut text)?;
    let digits = std::str::from_utf8(&text[..scanned.len]).ok()?;
    let magnitude: f64 = digits.parse().ok()?;
    let leading_zero = scanned.before >= 2 && text[0] == b'0' && !scanned.decimals;
    if scanned.grouped && text[0] == b'0' {
        return None;
    }
    plain &= !scanned.grouped && !scanned.exponent && (decimal == Decimal::Point || !scanned.decimals) && rest.len() == scanned.len;
    Some(Number {
        value: if negative { -magnitude } else { magnitude },
        plain,
        decimals: scanned.decimals || scanned.exponent,
        digits: scanned.before,
        grouped: scanned.grouped,
        leading_zero,
    })
}

/// What stands behind a currency sign; the value itself where it is infinity.
fn currency(rest: &str) -> Option<&str> {
    for sign in ["Rp.", "Rp", "rp.", "rp", "RP.", "RP", "IDR", "$", "€", "£"] {
        if let Some(tail) = rest.strip_prefix(sign) {
            let tail = tail.trim_start();
            return tail.starts_with(|c: char| c.is_ascii_digit() || c == '-').then_some(tail);
        }
    }
    matches!(rest.as_bytes().first(), Some(b'i' | b'I' | 0xE2)).then_some(rest)
}

struct Scan {
    len: usize,
    before: usize,
    decimals: bool,
    grouped: bool,
    exponent: bool,
}

/// Writes the digits with a decimal point and without grouping; none where marks stand where they cannot.
fn scan(rest: &str, decimal: Decimal, text: &mut [u8; 40]) -> Option<Scan> {
    let (mark, other) = match decimal {
        Decimal::Point => ('.', ','),
        Decimal::Comma => (',', '.'),
    };
    let mut found = Scan { len: 0, before: 0, decimals: false, grouped: false, exponent: false };
    let mut group: Option<char> = None;
    let mut in_group = 0;
    let mut after = 0;
    let mut put = |byte: u8, len: &mut usize| {
        *text.get_mut(*len)? = byte;
        *len += 1;
        Some(())
    };
    for c in rest.chars() {
        let c = if matches!(c, '\u{a0}' | '\u{202f}') { ' ' } else { c };
        if found.exponent {
            if !(c.is_ascii_digit() || matches!(c, '+' | '-')) {
                return None;
            }
            put(c as u8, &mut found.len)?;
        } else if c.is_ascii_digit() {
            put(c as u8, &mut found.len)?;
            if found.decimals { after += 1 } else { (found.before, in_group) = (found.before + 1, in_group + 1) }
        } else if c == mark && !found.decimals {
            if group.is_some() && in_group != 3 {
                return None;
            }
            found.decimals = true;
            put(b'.', &mut found.len)?;
        } else if (c == other || c == ' ' || c == '\'') && !found.decimals {
            let fits = match group {
                None => (1..=3).contains(&in_group),
                Some(known) => known == c && in_group == 3,
            };
            if !fits {
                return None;
            }
            (group, in_group, found.grouped) = (Some(c), 0, true);
        } else if matches!(c, 'e' | 'E') && found.len > 0 && !found.grouped {
            found.exponent = true;
            put(b'e', &mut found.len)?;
        } else {
            return None;
        }
    }
    if (group.is_some() && !found.decimals && in_group != 3) || found.before + after == 0 || (found.decimals && after == 0) {
        return None;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(value: &str) -> (Option<f64>, Option<f64>) {
        (parse(value, Decimal::Point).map(|n| n.value), parse(value, Decimal::Comma).map(|n| n.value))
    }

    #[test]
    fn both_conventions() {
        assert_eq!(both("1234"), (Some(1234.0), Some(1234.0)));
        assert_eq!(both("-74.37"), (Some(-74.37), None));
        assert_eq!(both("88,89"), (None, Some(88.89)));
        assert_eq!(both("1.234"), (Some(1.234), Some(1234.0)));
        assert_eq!(both("0.234"), (Some(0.234), None));
        assert_eq!(both("1.234.567"), (None, Some(1_234_567.0)));
        assert_eq!(both("1.234,5"), (None, Some(1234.5)));
        assert_eq!(both("1,234.5"), (Some(1234.5), None));
        assert_eq!(both("12 345"), (Some(12345.0), Some(12345.0)));
        assert_eq!(both("Rp 1.000.000,-"), (None, Some(1_000_000.0)));
        assert_eq!(both("12,5%"), (None, Some(12.5)));
        assert_eq!(both("(3,5)"), (None, Some(-3.5)));
        assert_eq!(both("1e3"), (Some(1000.0), Some(1000.0)));
        assert_eq!(both("inf"), (Some(f64::INFINITY), Some(f64::INFINITY)));
        for text in ["74.71.01", "", "-", ".", "abc", "1-2", "12:30", "Rp", "1.2.3", "e5", "31/12/2024", "ini", "0812 3456"] {
            assert_eq!(both(text), (None, None), "{text}");
        }
        assert!(parse("007", Decimal::Point).is_some_and(|n| n.leading_zero));
        assert!(parse("0.7", Decimal::Point).is_some_and(|n| !n.leading_zero && n.plain));
        assert!(parse("1 234", Decimal::Point).is_some_and(|n| !n.plain));
    }
}
