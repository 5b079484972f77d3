//! QR codes as the path of an SVG, drawn here: no page asks anybody else to draw a secret.

use api::accounts::QrView;
use qrcodegen::{QrCode, QrCodeEcc};

/// Modules of light around it, which readers need to find it (ISO/IEC 18004).
const QUIET: i32 = 4;

/// A text as a QR code; `None` if it is too long for one.
pub fn qr(text: &str) -> Option<QrView> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let side = code.size();
    let mut path = String::new();
    for y in 0..side {
        let mut x = 0;
        while x < side {
            let begin = x;
            while x < side && code.get_module(x, y) {
                x += 1;
            }
            if x > begin {
                // A run of dark modules is one rectangle.
                let (left, top, width) = (begin + QUIET, y + QUIET, x - begin);
                path += &format!("M{left} {top}h{width}v1h-{width}z");
            }
            x += 1;
        }
    }
    Some(QrView {
        side: u32::try_from(side + 2 * QUIET).ok()?,
        path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_corners_by_which_readers_find_it_are_there_within_the_quiet_zone() {
        let drawn = qr("otpauth://totp/FieldWatch:amina?secret=GEZDGNBVGY3TQOJQ").unwrap();
        assert!(drawn.side >= 21 + 8 && (drawn.side - 8 - 21).is_multiple_of(4));
        let far = drawn.side - 4 - 7;
        for corner in [
            "M4 4h7v1h-7z".to_owned(),
            format!("M{far} 4h7v1h-7z"),
            format!("M4 {far}h7v1h-7z"),
        ] {
            assert!(drawn.path.contains(&corner), "{corner} in {}", drawn.path);
        }
        assert!(!drawn.path.contains(&format!("M{far} {far}h7v1h-7z")));
        assert_eq!(qr(&"x".repeat(5_000)), None);
    }
}
