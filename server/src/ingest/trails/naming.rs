//! The submission that a file of one submission belongs to stands in its path.

/// The id in the path of an audit log or a text audit that holds one submission; `None` if there is none.
///
/// | path | id | whence |
/// |---|---|---|
/// | `media/TA_<uuid>.csv` | `uuid:<uuid>` | SurveyCTO's text audits |
/// | `…/uuid<uuid>/audit.csv` | `uuid:<uuid>` | ODK's folders of instances, with any sign or none before the uuid |
/// | `…/<uuid>/audit.csv` | `<uuid>` | KoboToolbox's attachments, whose submissions are known without `uuid:` |
pub fn submission_in(path: &str) -> Option<String> {
    let mut parts = path.rsplit(['/', '\\']);
    let file = parts.next()?.to_lowercase();
    let stem = file.strip_suffix(".csv")?;
    if let Some(name) = stem.strip_prefix("ta_") {
        return uuid_at_the_end(name).map(|(_, uuid)| format!("uuid:{uuid}"));
    }
    if !stem.starts_with("audit") {
        return None;
    }
    let folder = parts.next()?.to_lowercase();
    let (before, uuid) = uuid_at_the_end(&folder)?;
    Some(if before.contains("uuid") {
        format!("uuid:{uuid}")
    } else {
        uuid.to_owned()
    })
}

/// A text that ends with a UUID, parted before it.
fn uuid_at_the_end(text: &str) -> Option<(&str, &str)> {
    const LENGTH: usize = 36;
    let at = text.len().checked_sub(LENGTH)?;
    let (before, uuid) = text.split_at_checked(at)?;
    let is_uuid = uuid.bytes().enumerate().all(|(at, byte)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    });
    is_uuid.then_some((before, uuid))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_submission_is_found_in_the_path() {
        const UUID: &str = "0a1b2c3d-0000-4000-8000-00000000000f";
        let marked = format!("uuid:{UUID}");
        for (path, id) in [
            (format!("media/TA_{UUID}.csv"), Some(marked.as_str())),
            (
                format!("TA_{}.csv", UUID.to_uppercase()),
                Some(marked.as_str()),
            ),
            (format!("a/uuid{UUID}/audit.csv"), Some(marked.as_str())),
            (format!("a\\uuid_{UUID}\\audit.csv"), Some(marked.as_str())),
            (format!("me/attachments/f/{UUID}/audit.csv"), Some(UUID)),
            (format!("{UUID}/audit-2.csv"), Some(UUID)),
            ("audit.csv".to_owned(), None),
            ("folder/audit.csv".to_owned(), None),
            (format!("{UUID}/photo.csv"), None),
            ("TA_x.csv".to_owned(), None),
            ("ٹیبلٹ/audit.csv".to_owned(), None),
        ] {
            assert_eq!(submission_in(&path).as_deref(), id, "{path}");
        }
    }
}
