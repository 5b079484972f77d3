//! XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03, section 2): HChaCha20 makes a key of the key and the first 16 bytes of the nonce, and under
//! it ChaCha20-Poly1305 (RFC 8439) seals with the rest of the nonce. The one place that knows of ciphers (decision 0122).

use super::VaultError;
use chacha20::{R20, hchacha};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use std::cell::RefCell;

pub(super) const NONCE_BYTES: usize = 24;
/// By how much what is sealed is longer than what it was.
pub(super) const TAG_BYTES: usize = 16;

/// Of the nonce, what goes into the key.
const KEY_PART: usize = 16;
/// Nonces drawn at a time: asking the system costs more than sealing a short row.
const DRAWN_AT_A_TIME: usize = 64;

/// A key, ready to seal and open.
#[derive(Clone)]
pub(super) struct Cipher([u8; 32]);

impl Cipher {
    pub(super) fn new(key: [u8; 32]) -> Cipher {
        Cipher(key)
    }

    /// Appends to `out` what is sealed of `plain`, with its tag. A nonce seals once.
    pub(super) fn seal(
        &self,
        nonce: &[u8; NONCE_BYTES],
        about: &[u8],
        plain: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), VaultError> {
        let from = out.len();
        out.reserve(plain.len() + TAG_BYTES);
        out.extend_from_slice(plain);
        let (key, nonce) = self.under(nonce)?;
        let tag = key
            .seal_in_place_separate_tag(nonce, Aad::from(about), &mut out[from..])
            .map_err(|_| VaultError::Damaged)?;
        out.extend_from_slice(tag.as_ref());
        Ok(())
    }

    /// What was sealed, if it is as it was.
    pub(super) fn open(
        &self,
        nonce: &[u8; NONCE_BYTES],
        about: &[u8],
        closed: &[u8],
    ) -> Result<Vec<u8>, VaultError> {
        let mut opened = closed.to_vec();
        let (key, nonce) = self.under(nonce)?;
        let plain = key
            .open_in_place(nonce, Aad::from(about), &mut opened)
            .map_err(|_| VaultError::Damaged)?
            .len();
        opened.truncate(plain);
        Ok(opened)
    }

    /// The key and the nonce of RFC 8439 that a nonce stands for.
    fn under(&self, nonce: &[u8; NONCE_BYTES]) -> Result<(LessSafeKey, Nonce), VaultError> {
        let mut key_part = [0; KEY_PART];
        key_part.copy_from_slice(&nonce[..KEY_PART]);
        let key = hchacha::<R20>(&self.0.into(), &key_part.into());
        let key = UnboundKey::new(&CHACHA20_POLY1305, &key).map_err(|_| VaultError::Damaged)?;
        let mut rest = [0; 12];
        rest[4..].copy_from_slice(&nonce[KEY_PART..]);
        Ok((LessSafeKey::new(key), Nonce::assume_unique_for_key(rest)))
    }
}

thread_local! {
    static DRAWN: RefCell<Vec<[u8; NONCE_BYTES]>> = const { RefCell::new(Vec::new()) };
}

/// A random nonce, as nobody has had it: 192 bits.
pub(super) fn new_nonce() -> Result<[u8; NONCE_BYTES], VaultError> {
    DRAWN.with_borrow_mut(|drawn| {
        if drawn.is_empty() {
            let mut bytes = [0; DRAWN_AT_A_TIME * NONCE_BYTES];
            getrandom::fill(&mut bytes).map_err(|_| VaultError::NoRandomness)?;
            drawn.extend_from_slice(bytes.as_chunks().0);
        }
        drawn.pop().ok_or(VaultError::NoRandomness)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn it_is_the_cipher_of_the_draft() {
        // draft-irtf-cfrg-xchacha-03, A.3.1.
        let key: [u8; 32] = std::array::from_fn(|at| 0x80 + u8::try_from(at).unwrap());
        let nonce: [u8; 24] = std::array::from_fn(|at| 0x40 + u8::try_from(at).unwrap());
        let aad = [
            0x50, 0x51, 0x52, 0x53, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7,
        ];
        let plain = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";
        let cipher = Cipher::new(key);
        let mut closed = vec![7];
        cipher.seal(&nonce, &aad, plain, &mut closed).unwrap();
        assert_eq!(closed.remove(0), 7, "what stood there stays");
        assert_eq!(
            closed[..8],
            [0xbd, 0x6d, 0x17, 0x9d, 0x3e, 0x83, 0xd4, 0x3b]
        );
        assert_eq!(closed[closed.len() - 16..][..4], [0xc0, 0x87, 0x59, 0x24]);
        assert_eq!(cipher.open(&nonce, &aad, &closed).unwrap(), plain);
    }

    #[test]
    fn what_is_too_short_for_a_tag_does_not_open() {
        let cipher = Cipher::new([1; 32]);
        for length in 0..TAG_BYTES {
            let opened = cipher.open(&[2; 24], b"", &vec![3; length]);
            assert_eq!(opened, Err(VaultError::Damaged));
        }
    }

    #[test]
    fn no_nonce_comes_twice() {
        let drawn = || (0..3 * DRAWN_AT_A_TIME).map(|_| new_nonce().unwrap());
        let elsewhere: Vec<_> = std::thread::spawn(move || drawn().collect())
            .join()
            .unwrap();
        let all: HashSet<_> = drawn().chain(elsewhere).collect();
        assert_eq!(all.len(), 6 * DRAWN_AT_A_TIME);
    }
}
