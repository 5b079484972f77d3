//! `docs/checks.md`: what every check says of itself, as a document. Made from the code, so that it cannot say otherwise.

use super::about::About;
use super::catalogue::Check;
use super::limit_value::write_value;
use std::fmt::Write as _;

const HEAD: &str = "# The checks

What FieldWatch looks at, made from the code by `fieldwatch checks`. A flag asks for a second look; it never convicts, and nothing is
rejected automatically. Every flag shows what else could explain it.

Times are corrected by what is known of each tablet's clock before any check reads them; checks that read an hour, or an order
between tablets, are silent where a clock is uncertain.
";

/// The document.
pub fn document() -> String {
    let mut out = HEAD.to_owned();
    let mut write = |text: std::fmt::Arguments<'_>| {
        // Writing into a string cannot fail.
        let _ = out.write_fmt(text);
    };
    write(format_args!(
        "\n| check | family | what | version |\n|---|---|---|---|\n"
    ));
    for check in Check::ALL {
        let about = check.about();
        write(format_args!(
            "| [`{0}`](#{0}) | {1} | {2} | {3} |\n",
            check.code(),
            about.family.code(),
            about.title.en,
            about.version
        ));
    }
    for check in Check::ALL {
        let about = check.about();
        write(format_args!("\n## {}\n\n", check.code()));
        write(format_args!(
            "**{}** · {}\n\n",
            about.title.en, about.title.ur
        ));
        write(format_args!("{}\n\n{}\n\n", about.rule.en, about.rule.ur));
        write(format_args!("What else could explain it:\n\n"));
        for cause in about.innocent {
            write(format_args!("- {} · {}\n", cause.en, cause.ur));
        }
        write(format_args!("\n{}", thresholds(about)));
        write(format_args!("Source: {}\n", about.source));
    }
    out
}

fn thresholds(about: &About) -> String {
    if about.thresholds.is_empty() {
        return String::new();
    }
    let mut out =
        "| threshold | value | from | to | what it decides |\n|---|---|---|---|---|\n".to_owned();
    for threshold in about.thresholds {
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {} | {} · {} |",
            threshold.name,
            write_value(threshold.default, threshold.unit),
            write_value(threshold.least, threshold.unit),
            write_value(threshold.most, threshold.unit),
            threshold.about.en,
            threshold.about.ur
        );
    }
    out.push('\n');
    out
}
