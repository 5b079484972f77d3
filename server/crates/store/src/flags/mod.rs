//! Flags: what the checks found, replaced whenever an enumerator is judged, and what people decided, which stays.

mod field;
mod judge;
mod list;
mod peers;
mod stands;
mod steps;
mod visits;
mod work;

pub use field::EnumeratorRow;
pub use judge::{ClockRunRow, FindingRow, Judged, JudgedSome, TallyRow, ToJudge};
pub(crate) use judge::{everybody_waits, wait};
pub use list::{After, FlagCount, FlagFilter, FlagRow};
pub use peers::{PeersRow, RiskLine, RiskRow};
pub use steps::{MOST_AT_ONCE, NewStep, StepRow};
pub use work::{DeviceHeard, FlagsOfDay, Heard, QualityRows, WorkRow};
