//! Parts that several pages share.

mod breadcrumb;
mod command;
mod figure;
mod header;
mod page;
mod tag;

pub use breadcrumb::Breadcrumb;
pub use command::Commands;
pub use figure::figure;
pub use page::Page;
pub use tag::{ClassTag, PlainTag, ScheduleTag, SeverityTag};
