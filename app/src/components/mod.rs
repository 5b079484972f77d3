//! Parts that several pages share.

mod breadcrumb;
mod command;
mod downloads;
mod figure;
mod header;
mod held_help;
mod page;
mod standing;
mod tag;

pub use breadcrumb::Breadcrumb;
pub use command::Commands;
pub use downloads::{also_xlsx, downloads};
pub use figure::figure;
pub use held_help::held_help;
pub use page::Page;
pub use tag::{ClassTag, PlainTag, ScheduleTag, SeverityTag};
