//! Every chart in English and Urdu, light, dark and as printed, on one page to look at:
//!
//! ```text
//! cargo run -p charts --example gallery > gallery.html
//! chromium --headless --no-sandbox --hide-scrollbars --window-size=1440,4000 --screenshot=gallery.png gallery.html
//! ```
//!
//! The style sheets are the pages' own. A theme that the browser chooses by what it is told of screen and paper is here chosen
//! by a class, so that all stand beside each other.

#![allow(clippy::unwrap_used)] // It is looked at, not run by anybody else.

mod made;

use charts::Chart;
use domain::lang::Lang;

const SHEETS: [(&str, &str); 8] = [
    ("tokens", include_str!("../../../../../style/tokens.css")),
    ("base", include_str!("../../../../../style/base.css")),
    ("layout", include_str!("../../../../../style/layout.css")),
    (
        "components",
        include_str!("../../../../../style/components.css"),
    ),
    ("map", include_str!("../../../../../style/map.css")),
    ("charts", include_str!("../../../../../style/charts.css")),
    (
        "utilities",
        include_str!("../../../../../style/utilities.css"),
    ),
    ("print", include_str!("../../../../../style/print.css")),
];

/// The declarations of the first `:root` after a mark.
fn declarations<'s>(sheet: &'s str, mark: &str) -> &'s str {
    let from = sheet.find(mark).unwrap();
    let from = from + sheet[from..].find(":root {").unwrap() + ":root {".len();
    &sheet[from..from + sheet[from..].find('}').unwrap()]
}

fn main() {
    let mut page = String::from(
        "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Charts</title><style>@layer tokens, base, layout, components, map, charts, utilities, print;",
    );
    for (layer, sheet) in SHEETS {
        page.push_str(&format!("@layer {layer} {{ {sheet} }}"));
    }
    let light = declarations(SHEETS[0].1, "Every colour");
    let dark = declarations(SHEETS[0].1, "prefers-color-scheme: dark");
    let print = declarations(SHEETS[7].1, "@media print");
    page.push_str(&format!(
        ".light, .paper {{ {light} }} .dark {{ {dark} }} .paper {{ {print} }}\
         .theme {{ background: var(--ground); color: var(--ink); padding: 1rem; color-scheme: only light; }}\
         .both {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 1rem; }}\
         .both > * {{ min-inline-size: 0; }} figcaption {{ font-size: .875rem; }}</style>"
    ));
    let themes = [
        ("light", 640),
        ("dark", 640),
        ("paper", 640),
        ("light", 340),
    ];
    for (theme, width) in themes {
        page.push_str(&format!("<section class=\"theme {theme}\">"));
        for kind in made::KINDS {
            page.push_str("<div class=\"both\">");
            for lang in [Lang::En, Lang::Ur] {
                let id = format!("{theme}-{width}-{}-{}", kind.name, lang.code());
                let dir = if kind.is_left_to_right {
                    "ltr"
                } else {
                    lang.dir()
                };
                figure(&mut page, lang, dir, (kind.draw)(lang, &id, width));
            }
            page.push_str("</div>");
        }
        page.push_str("</section>");
    }
    println!("{page}</html>");
}

fn figure(page: &mut String, lang: Lang, dir: &str, chart: Chart) {
    let text = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    page.push_str(&format!(
        "<figure class=\"chart-figure\" lang=\"{}\" dir=\"{}\"><div class=\"chart-svg\" dir=\"{dir}\">{}</div>\
         <figcaption>{} bytes",
        lang.code(),
        lang.dir(),
        chart.svg,
        chart.svg.len()
    ));
    page.push_str("<details><summary>table</summary><table class=\"chart-table\"><tr>");
    for column in &chart.table.columns {
        page.push_str(&format!("<th>{}</th>", text(column)));
    }
    for row in chart.table.rows.iter().take(10) {
        page.push_str("<tr>");
        for cell in row {
            page.push_str(&format!(
                "<td>{}</td>",
                text(cell.as_deref().unwrap_or("–"))
            ));
        }
    }
    page.push_str("</table></details>");
    page.push_str("</figcaption></figure>");
}
