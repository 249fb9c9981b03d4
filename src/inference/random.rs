//! The one source of randomness of estimation: a `ChaCha8` stream for each (seed, purpose, index).
//!
//! A draw belongs to its purpose and index and not to the thread that happens to make it, so the same seed gives the same bytes on any number of
//! threads: bootstrap draw `b` takes `Stream::new(seed, "bca", b)`.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The seed where none is given.
pub const DEFAULT_SEED: u64 = 20_240_817;

/// An independent stream of random numbers.
#[derive(Debug, Clone)]
pub struct Stream(ChaCha8Rng);

impl Stream {
    /// The stream number `index` for `purpose` under `seed`.
    pub fn new(seed: u64, purpose: &str, index: u64) -> Self {
        let mut key = [0_u8; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&fnv(purpose, 0xcbf2_9ce4_8422_2325).to_le_bytes());
        key[16..24].copy_from_slice(&fnv(purpose, 0x6c62_272e_07bb_0142).to_le_bytes());
        key[24..].copy_from_slice(&index.to_le_bytes());
        Self(ChaCha8Rng::from_seed(key))
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// Uniform on [0, 1) with 53 bits.
    pub fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Uniform among 0, 1, …, `n` − 1 without bias (Lemire 2019); 0 where `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        let n = n as u64;
        if n == 0 {
            return 0;
        }
        let mut wide = u128::from(self.0.next_u64()) * u128::from(n);
        if (wide as u64) < n {
            let threshold = n.wrapping_neg() % n;
            while (wide as u64) < threshold {
                wide = u128::from(self.0.next_u64()) * u128::from(n);
            }
        }
        (wide >> 64) as usize
    }

    /// +1 or −1 with equal probability.
    pub fn sign(&mut self) -> f64 {
        if self.0.next_u32() & 1 == 0 { 1.0 } else { -1.0 }
    }

    /// A standard normal number (by inversion: one uniform each, in the middle of its 53 bits).
    pub fn normal(&mut self) -> f64 {
        let whole = 1_u64 << 53;
        let at = self.0.next_u64() >> 11;
        // The smaller tail and the distance from the middle, both without rounding.
        let tail = (at.min(whole - 1 - at) as f64 + 0.5) / whole as f64;
        super::normal::of_tail(tail).copysign(at as f64 - (whole / 2) as f64 + 0.5)
    }

    /// Puts `items` in random order (Fisher–Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last + 1);
            items.swap(last, other);
        }
    }
}

/// FNV-1a: turns a purpose into key material; it need not be secret, only distinct and stable.
fn fnv(text: &str, basis: u64) -> u64 {
    text.bytes().fold(basis, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_the_same_again_and_differs_by_each_part() {
        let first = |seed, purpose, index| Stream::new(seed, purpose, index).bits();
        assert_eq!(first(1, "bca", 0), first(1, "bca", 0));
        assert_ne!(first(1, "bca", 0), first(2, "bca", 0));
        assert_ne!(first(1, "bca", 0), first(1, "wild", 0));
        assert_ne!(first(1, "bca", 0), first(1, "bca", 1));
    }

    #[test]
    fn moments_of_the_draws() {
        let mut stream = Stream::new(7, "test", 0);
        let n = 40_000;
        let (mut uniform, mut normal, mut square, mut dice) = (0.0, 0.0, 0.0, [0_u32; 6]);
        for _ in 0..n {
            uniform += stream.uniform();
            let z = stream.normal();
            normal += z;
            square += z * z;
            dice[stream.below(6)] += 1;
        }
        let n = f64::from(n);
        // Five standard errors of each mean.
        assert!((uniform / n - 0.5).abs() < 5.0 * (1.0 / 12.0 / n).sqrt());
        assert!((normal / n).abs() < 5.0 / n.sqrt());
        assert!((square / n - 1.0).abs() < 5.0 * (2.0 / n).sqrt());
        for count in dice {
            assert!((f64::from(count) - n / 6.0).abs() < 5.0 * (n * 5.0 / 36.0).sqrt());
        }
    }

    #[test]
    fn shuffling_keeps_the_items() {
        let mut items: Vec<u32> = (0..50).collect();
        Stream::new(3, "order", 0).shuffle(&mut items);
        assert_ne!(items, (0..50).collect::<Vec<_>>());
        items.sort_unstable();
        assert_eq!(items, (0..50).collect::<Vec<_>>());
    }
}
