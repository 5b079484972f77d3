//! The example: every option with its explanation, from the definitions themselves.

use super::{Setting, Written, settings};
use std::fmt::Write;

const HEAD: &str = "\
# The configuration of FieldWatch, by options: fieldwatch serve --config fieldwatch.toml (or FIELDWATCH_CONFIG).
# Options have the names that they have on the command line. What the command line says goes before the environment, the
# environment before this file, this file before the default. Paths are relative to the folder that the program runs in.
# Lines with an option are commented out; where there is a default they show it. Check the file with:
# fieldwatch check --config fieldwatch.toml
";

/// The width of the explanations.
const WIDTH: usize = 100;

/// A file with every option explained and nothing set.
pub fn example() -> String {
    let mut text = HEAD.to_owned();
    let settings = settings();
    for (of_serve, title) in [(false, "Every command"), (true, "The server")] {
        let _ = write!(text, "\n# --- {title} ---\n");
        for setting in settings.iter().filter(|one| one.of_serve == of_serve) {
            text += "\n";
            entry(&mut text, setting);
        }
    }
    text
}

fn entry(text: &mut String, setting: &Setting) {
    let arg = &setting.arg;
    let help = arg.get_long_help().or(arg.get_help());
    let help = help.map_or(String::new(), ToString::to_string);
    let mut line = String::from("#");
    for word in help.split_whitespace() {
        if line.chars().count() + 1 + word.chars().count() > WIDTH {
            *text += &line;
            *text += "\n";
            line = String::from("#");
        }
        line += " ";
        line += word;
    }
    *text += &line;
    *text += "\n";
    let values = values_of(arg);
    if !values.is_empty() && setting.written() == Written::Text {
        let _ = writeln!(text, "# One of: {}.", values.join(", "));
    }
    if let Some(variable) = arg.get_env() {
        let _ = writeln!(text, "# Environment: {}", variable.to_string_lossy());
    }
    let _ = writeln!(text, "#{} = {}", setting.name, value(setting));
}

/// The words that may stand there, where it is a choice.
fn values_of(arg: &clap::Arg) -> Vec<String> {
    let values = arg.get_possible_values();
    let names = values.iter().map(|value| value.get_name().to_owned());
    names.collect()
}

fn value(setting: &Setting) -> String {
    let arg = &setting.arg;
    let default = arg.get_default_values().first();
    let default = default.map(|value| value.to_string_lossy().into_owned());
    let is_socket =
        arg.get_value_parser().type_id() == std::any::TypeId::of::<std::net::SocketAddr>();
    let one = match (setting.written(), default) {
        (Written::YesNo, value) => value.unwrap_or_else(|| "false".to_owned()),
        (Written::Number, value) => value.unwrap_or_else(|| "1".to_owned()),
        (Written::Text, Some(value)) => format!("{value:?}"),
        (Written::Text, None) if is_socket => "\"127.0.0.1:9464\"".to_owned(),
        (Written::Text, None) if !values_of(arg).is_empty() => format!("{:?}", values_of(arg)[0]),
        (Written::Text, None) => {
            let shown = arg.get_value_names().and_then(|names| names.first());
            format!("{:?}", shown.map_or("…", |name| as_it_is_written(name)))
        }
    };
    match setting.is_list() {
        true => format!("[{one}]"),
        false => one,
    }
}

/// A value of an option that shows how it is written, by what its definition calls it.
fn as_it_is_written(called: &str) -> &str {
    match called {
        "CIDR" => "10.0.0.7",
        "CONTACT" => "mailto:security@example.org",
        "DAY" => "2030-12-31",
        "ORIGIN" => "https://fieldwatch.example.org",
        other => other,
    }
}
