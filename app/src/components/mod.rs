//! Parts that several pages share.

mod breadcrumb;
mod command;
mod downloads;
mod figure;
mod header;
mod held_help;
mod island_code;
mod page;
mod standing;
mod tag;
mod unsent;

pub use breadcrumb::Breadcrumb;
pub use command::Commands;
pub use downloads::{also_xlsx, downloads};
pub use figure::figure;
pub use held_help::held_help;
pub use island_code::island_code;
pub use page::Page;
pub use tag::{ClassTag, PlainTag, ScheduleTag, SeverityTag};
pub use unsent::unsent;
