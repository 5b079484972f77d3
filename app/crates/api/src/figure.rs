//! A chart as a page shows it: the picture, the same in words, and the same as a table.

/// A chart.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Unique on the page: the picture's title and description have ids that begin with it.
    pub id: &'static str,
    /// What it is called.
    pub title: String,
    /// What it shows, with the numbers that matter.
    pub description: String,
    /// The picture as SVG, titled and described. Made by the server, safe to embed; `None` where there is nothing to draw.
    pub svg: Option<String>,
    /// The table's columns; the first names the row.
    pub columns: Vec<String>,
    /// The table's rows, as many cells as columns.
    pub rows: Vec<Vec<String>>,
    /// The address that each row's name leads to, as many as there are rows; empty where they lead nowhere.
    pub links: Vec<String>,
    /// Whether the picture begins where reading does; else it runs from left to right in every language, as time and numbers do.
    pub runs_as_read: bool,
}
