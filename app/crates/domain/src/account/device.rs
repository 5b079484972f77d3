//! Which kind of browser somebody signed in with, roughly, so that they recognise it in a list.

/// A browser, as far as it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    /// Mozilla's.
    Firefox,
    /// Google's, and those that say that they are.
    Chrome,
    /// Microsoft's.
    Edge,
    /// Apple's.
    Safari,
    /// Samsung's.
    Samsung,
    /// Opera's.
    Opera,
    /// Anything else.
    Other,
}

/// What it runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// A phone or tablet with Android.
    Android,
    /// An iPhone or iPad.
    Ios,
    /// Windows.
    Windows,
    /// A Mac.
    Mac,
    /// Linux.
    Linux,
    /// Anything else.
    Other,
}

/// Both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Device {
    /// The browser.
    pub browser: Browser,
    /// The system.
    pub system: System,
}

/// The longest text that is kept of what a browser says of itself.
pub const LONGEST_USER_AGENT: usize = 200;

impl Device {
    /// Reads the `User-Agent` header. Browsers name those that they want to be taken for: the particular come first.
    pub fn read(user_agent: &str) -> Device {
        let has = |word: &str| user_agent.contains(word);
        let browser = match () {
            () if has("Edg/") || has("EdgA/") || has("EdgiOS/") => Browser::Edge,
            () if has("OPR/") || has("OPT/") => Browser::Opera,
            () if has("SamsungBrowser/") => Browser::Samsung,
            () if has("Firefox/") || has("FxiOS/") => Browser::Firefox,
            () if has("Chrome/") || has("CriOS/") => Browser::Chrome,
            () if has("Safari/") => Browser::Safari,
            () => Browser::Other,
        };
        let system = match () {
            () if has("Android") => System::Android,
            () if has("iPhone") || has("iPad") => System::Ios,
            () if has("Windows") => System::Windows,
            () if has("Macintosh") => System::Mac,
            () if has("Linux") => System::Linux,
            () => System::Other,
        };
        Device { browser, system }
    }

    /// What is kept of the header.
    pub fn shortened(user_agent: &str) -> String {
        let plain = user_agent.chars().filter(|c| !c.is_control());
        plain.take(LONGEST_USER_AGENT).collect()
    }
}

impl Browser {
    /// Its name; `None` for another.
    pub fn name(self) -> Option<&'static str> {
        Some(match self {
            Browser::Firefox => "Firefox",
            Browser::Chrome => "Chrome",
            Browser::Edge => "Edge",
            Browser::Safari => "Safari",
            Browser::Samsung => "Samsung Internet",
            Browser::Opera => "Opera",
            Browser::Other => return None,
        })
    }
}

impl System {
    /// Its name; `None` for another.
    pub fn name(self) -> Option<&'static str> {
        Some(match self {
            System::Android => "Android",
            System::Ios => "iOS",
            System::Windows => "Windows",
            System::Mac => "macOS",
            System::Linux => "Linux",
            System::Other => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_from_those_that_they_want_to_be_taken_for() {
        for (header, browser, system) in [
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36",
                Browser::Chrome,
                System::Android,
            ),
            (
                "Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-A546B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36",
                Browser::Samsung,
                System::Android,
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0",
                Browser::Edge,
                System::Windows,
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0",
                Browser::Firefox,
                System::Linux,
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1",
                Browser::Safari,
                System::Ios,
            ),
            ("curl/8.5.0", Browser::Other, System::Other),
            ("", Browser::Other, System::Other),
        ] {
            assert_eq!(Device::read(header), Device { browser, system }, "{header}");
        }
    }

    #[test]
    fn what_is_kept_is_short_and_plain() {
        assert_eq!(Device::shortened("a\r\nb\tc"), "abc");
        let long = Device::shortened(&"ض".repeat(1_000));
        assert_eq!(long.chars().count(), LONGEST_USER_AGENT);
    }
}
