//! Whom or what in an area a case is about, so that a page about the same recognises it.

/// An enumerator or a tablet.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subject {
    /// Which of the two.
    pub kind: SubjectKind,
    /// The enumerator's code or the tablet's id.
    pub code: String,
}

/// The kinds of subjects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SubjectKind {
    /// An enumerator.
    Enumerator,
    /// A tablet.
    Device,
}

impl SubjectKind {
    /// Both, in the order of the database's numbers.
    pub const ALL: [SubjectKind; 2] = [SubjectKind::Enumerator, SubjectKind::Device];

    /// The word in addresses and forms.
    pub fn code(self) -> &'static str {
        match self {
            SubjectKind::Enumerator => "enumerator",
            SubjectKind::Device => "device",
        }
    }

    /// The number in the database.
    pub fn rank(self) -> i16 {
        self as i16
    }

    /// Reads [`SubjectKind::rank`] back.
    pub fn from_rank(rank: i16) -> Option<SubjectKind> {
        usize::try_from(rank)
            .ok()
            .and_then(|rank| SubjectKind::ALL.get(rank).copied())
    }
}

impl Subject {
    /// As it stands in addresses and forms: `enumerator:E-17`.
    pub fn written(&self) -> String {
        format!("{}:{}", self.kind.code(), self.code)
    }

    /// Reads [`Subject::written`] back.
    pub fn parse(text: &str) -> Option<Subject> {
        let (kind, code) = text.split_once(':')?;
        let kind = SubjectKind::ALL
            .into_iter()
            .find(|known| known.code() == kind)?;
        (!code.is_empty()).then(|| Subject {
            kind,
            code: code.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_reads_its_own_words_back_and_nothing_else() {
        for kind in SubjectKind::ALL {
            let subject = Subject {
                kind,
                code: "A:1 & ü".to_owned(),
            };
            assert_eq!(Subject::parse(&subject.written()), Some(subject));
            assert_eq!(SubjectKind::from_rank(kind.rank()), Some(kind));
        }
        for wrong in ["", "E-17", "enumerator:", "household:1"] {
            assert_eq!(Subject::parse(wrong), None, "{wrong}");
        }
        assert_eq!(SubjectKind::from_rank(2), None);
    }
}
