//! The parameters as the description tells them. They are read by the same code as those of the pages.

use utoipa::IntoParams;

/// Which part of the survey.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the description alone")]
pub struct Part {
    /// An area's code; without it the top of what the user may see.
    pub area: Option<String>,
    /// A wave's code; without it all waves.
    pub wave: Option<String>,
    /// The first day that counts, as `YYYY-MM-DD`; without it from the beginning.
    pub from: Option<String>,
    /// The last day that counts, as `YYYY-MM-DD`; without it today.
    pub to: Option<String>,
}

/// Which rows, and in which form.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the description alone")]
pub struct Rows {
    /// The most rows of an answer: 1 to 2000, without it 500.
    #[param(minimum = 1, maximum = 2000, default = 500)]
    pub limit: Option<u32>,
    /// Where to go on: what stood in `next` of the answer before. Rows that change in between may come twice or not at all.
    pub after: Option<String>,
    /// `json` or `csv`; without it what `Accept` prefers, else JSON.
    pub format: Option<String>,
}
