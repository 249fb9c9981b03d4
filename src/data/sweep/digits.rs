//! Numbers in plain digits, from bytes: what nearly every value of a number column is. Anything else is left to the readers of single values.

/// Digits up to which whole numbers are no codes, and are exact as floating-point numbers.
const MOST: usize = 15;
/// Powers of ten, exact.
const TENS: [f64; MOST + 1] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

const ONES: u64 = 0x0101_0101_0101_0101;
const ZEROS: u64 = ONES * b'0' as u64;

/// A whole number at `start..end` of the bytes; none where it is written in any other way than a minus and at most fifteen digits, no zero in front.
pub(super) fn whole(bytes: &[u8], start: usize, end: usize) -> Option<i64> {
    let (negative, start) = sign(bytes, start, end)?;
    if bytes[start] == b'0' && end > start + 1 {
        return None;
    }
    let size = word(bytes, start, end).map_or_else(|| slow(&bytes[start..end], None).map(|(digits, _)| digits), |(word, length)| eight(fill(word, length)))?;
    Some(if negative { -(size as i64) } else { size as i64 })
}

/// A number at `start..end` of the bytes, rounded as any correct reader does: digits and one decimal mark between or before some; none otherwise.
pub(super) fn real(bytes: &[u8], start: usize, end: usize, mark: u8) -> Option<f64> {
    let (negative, start) = sign(bytes, start, end)?;
    if bytes[start] == b'0' && end > start + 1 && bytes[start + 1] != mark {
        return None;
    }
    let (digits, decimals) = match word(bytes, start, end) {
        Some((word, length)) => {
            // The mark's place in the word, from its highest byte downwards: the number of decimals.
            let word = word & (u64::MAX << (8 * (8 - length)));
            let other = word ^ (ONES * u64::from(mark));
            let hits = other.wrapping_sub(ONES) & !other & (ONES << 7);
            if hits == 0 {
                (eight(fill(word, length))?, 0)
            } else {
                let place = hits.trailing_zeros() / 8;
                let before = word & ((1 << (8 * place)) - 1);
                let after = if place == 7 { return None } else { word & (u64::MAX << (8 * (place + 1))) };
                (eight(fill(after | (before << 8), length - 1))?, 7 - place as usize)
            }
        }
        None => slow(&bytes[start..end], Some(mark))?,
    };
    // Two exact numbers, one rounding.
    let size = digits as f64 / TENS[decimals];
    Some(if negative { -size } else { size })
}

/// Whether there is a minus, and where the digits begin.
fn sign(bytes: &[u8], start: usize, end: usize) -> Option<(bool, usize)> {
    let negative = *bytes[..end].get(start)? == b'-';
    let start = start + usize::from(negative);
    (start < end).then_some((negative, start))
}

/// Up to eight bytes as the highest ones of a word, the last one highest, and how many there are; none where there are more or too few before them.
fn word(bytes: &[u8], start: usize, end: usize) -> Option<(u64, usize)> {
    let length = end - start;
    if length > 8 {
        return None;
    }
    let eight = bytes[..end].last_chunk::<8>()?;
    Some((u64::from_le_bytes(*eight), length))
}

/// The highest bytes of a word with zeros (as digits) in front.
fn fill(word: u64, length: usize) -> u64 {
    let front = (8 - length as u32) * 8;
    let mask = u64::MAX.checked_shl(front).unwrap_or(0);
    (word & mask) | (ZEROS & !mask)
}

/// Eight digits as a number; none where one is no digit.
fn eight(word: u64) -> Option<u64> {
    let high = ONES * 0xF0;
    if word & high != ZEROS || word.wrapping_add(ONES * 6) & high != ZEROS {
        return None;
    }
    let word = word - ZEROS;
    // Pairs, fours, all eight.
    let word = (word.wrapping_mul(10)).wrapping_add(word >> 8);
    let low = (word & 0x0000_00FF_0000_00FF).wrapping_mul(0x000F_4240_0000_0064);
    let high = ((word >> 16) & 0x0000_00FF_0000_00FF).wrapping_mul(0x0000_2710_0000_0001);
    Some(low.wrapping_add(high) >> 32)
}

/// Digits and the number of decimals, byte by byte.
fn slow(bytes: &[u8], mark: Option<u8>) -> Option<(u64, usize)> {
    let (mut digits, mut count, mut decimals) = (0_u64, 0, None);
    for byte in bytes {
        if byte.is_ascii_digit() {
            digits = digits.checked_mul(10)?.checked_add(u64::from(byte - b'0'))?;
            count += 1;
            decimals = decimals.map(|decimals| decimals + 1);
        } else if Some(*byte) == mark && decimals.is_none() {
            decimals = Some(0);
        } else {
            return None;
        }
    }
    (count > 0 && count <= MOST && decimals != Some(0)).then_some((digits, decimals.unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::numbers::{Decimal, parse};

    /// A value between others, at every distance from the start.
    fn among(value: &str, read: impl Fn(&[u8], usize, usize) -> Option<f64>) -> Option<f64> {
        let found: Vec<Option<f64>> = [0, 3, 8, 20]
            .map(|before| {
                let line = format!("{}{value},77", &"1234,5678,9012,34567"[..before]);
                read(line.as_bytes(), before, before + value.len())
            })
            .to_vec();
        assert!(found.iter().all(|other| other.map(f64::to_bits) == found[0].map(f64::to_bits)), "{value}: {found:?}");
        found[0]
    }

    #[test]
    fn plain_numbers_have_the_bits_of_the_reader_of_single_values() {
        let mut values: Vec<String> =
            ["0", "-0", "7", "12345678", "123456789012345", "0.1", "-0.3", "33.10", ".5", "-.25", "1234567.8", "0.000001", "99999999"]
                .map(str::to_owned)
                .to_vec();
        let mut seed = 1_u64;
        for _ in 0..20_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let digits = (seed >> 20) % 10_u64.pow((seed >> 60) as u32 % 8 + 1);
            values.push(digits.to_string());
            values.push(format!("-{}.{:0width$}", digits % 100_000, seed % 1_000, width = 3 + (seed >> 40) as usize % 5));
        }
        for value in values {
            let expected = parse(&value, Decimal::Point).map(|number| number.value.to_bits());
            assert_eq!(among(&value, |bytes, start, end| real(bytes, start, end, b'.')).map(f64::to_bits), expected, "{value}");
            let comma = value.replace('.', ",");
            assert_eq!(among(&comma, |bytes, start, end| real(bytes, start, end, b',')).map(f64::to_bits), expected, "{comma}");
            if !value.contains('.') {
                let found = among(&value, |bytes, start, end| whole(bytes, start, end).map(|whole| whole as f64));
                assert_eq!(found, value.parse().ok(), "{value}");
            }
        }
    }

    #[test]
    fn everything_else_is_left_to_others() {
        for value in [
            "",
            "-",
            ".",
            "-.",
            "5.",
            "007",
            "00.5",
            "+5",
            " 5",
            "5 ",
            "1,234.5",
            "1.2.3",
            "1e3",
            "NA",
            "1234567890123456",
            "--1",
            "1-2",
            "5a",
            "/",
            ":",
            "1:2",
        ] {
            assert_eq!(among(value, |bytes, start, end| real(bytes, start, end, b'.')), None, "{value}");
            assert_eq!(among(value, |bytes, start, end| whole(bytes, start, end).map(|whole| whole as f64)), None, "{value}");
        }
        assert_eq!(among("5.5", |bytes, start, end| whole(bytes, start, end).map(|whole| whole as f64)), None);
    }
}
