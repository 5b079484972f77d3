//! The configuration file: options by the names that they have on the command line. What may stand in it follows from the
//! definitions of the options, and so do the example and what is checked: a new option of `serve` is there by itself.

mod example;
mod file;

pub use example::example;

use super::Arguments;
use clap::builder::ValueParser;
use clap::parser::ValueSource;
use clap::{ArgAction, ArgMatches, CommandFactory};
use std::any::TypeId;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// What the program was asked, and where that was said.
pub struct Asked {
    /// What clap made of command line, environment and file together.
    pub matches: ArgMatches,
    /// The file, if one was named, with how many options it sets.
    pub file: Option<(PathBuf, usize)>,
}

/// Why the program cannot begin.
pub enum Refused {
    /// Command line or environment; or help was asked for.
    Usage(Box<clap::Error>),
    /// The file: a sentence.
    File(String),
}

impl From<clap::Error> for Refused {
    fn from(error: clap::Error) -> Refused {
        Refused::Usage(Box::new(error))
    }
}

/// An option that may stand in the file.
pub struct Setting {
    /// Its name.
    name: String,
    arg: clap::Arg,
    /// Whether it is one of `serve` alone, not of every command.
    of_serve: bool,
}

/// How an option's value is written in TOML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    Text,
    Number,
    YesNo,
}

/// Pairs of options that say the same thing in two ways: who says one on the command line does not mean the other in the file.
const EITHER_OR: [(&str, &str); 1] = [("database", "database-file")];

/// Reads command line and environment, and then the file that they name: what they say themselves, the file does not change.
pub fn ask(arguments: impl IntoIterator<Item = OsString>) -> Result<Asked, Refused> {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    let first = Arguments::command().try_get_matches_from(&arguments)?;
    let Some(path) = first.get_one::<PathBuf>("config").cloned() else {
        return Ok(Asked {
            matches: first,
            file: None,
        });
    };
    let settings = settings();
    let set = file::read(&path, &settings).map_err(Refused::File)?;
    let count = set.len();
    let command = first.subcommand();
    let serves = matches!(command, Some(("serve" | "check", _)));
    let mut from_file = Vec::new();
    for one in &set {
        let setting = &one.setting;
        if setting.of_serve && !serves {
            continue;
        }
        let matches = match (setting.of_serve, command) {
            (true, Some((_, of_command))) => of_command,
            _ => &first,
        };
        let said = |name: &str| {
            let id = name.replace('-', "_");
            let source = matches
                .try_contains_id(&id)
                .ok()
                .and_then(|_| matches.value_source(&id));
            matches!(
                source,
                Some(ValueSource::CommandLine | ValueSource::EnvVariable)
            )
        };
        let twin = EITHER_OR
            .iter()
            .find_map(|(a, b)| match setting.name.as_str() {
                name if name == *a => Some(*b),
                name if name == *b => Some(*a),
                _ => None,
            });
        if !said(&setting.name) && !twin.is_some_and(said) {
            from_file.extend(one.as_arguments());
        }
    }
    // Behind all that was said, and before what is no option in any case.
    let end = arguments
        .iter()
        .position(|argument| argument == "--")
        .unwrap_or(arguments.len());
    arguments.splice(end..end, from_file);
    Ok(Asked {
        matches: Arguments::command().try_get_matches_from(&arguments)?,
        file: Some((path, count)),
    })
}

impl Asked {
    /// The files and folders that `serve`'s options name: the option and the path.
    pub fn paths_of_serve(&self) -> Vec<(String, PathBuf)> {
        let Some((_, matches)) = self.matches.subcommand() else {
            return Vec::new();
        };
        settings()
            .iter()
            .filter(|setting| setting.of_serve && setting.is_path())
            .filter_map(|setting| {
                let id = setting.arg.get_id().as_str();
                let path = matches.try_get_one::<PathBuf>(id).ok()??;
                Some((setting.name.clone(), path.clone()))
            })
            .collect()
    }
}

/// Every option that may stand in the file: those of all commands, and those of `serve`.
pub fn settings() -> Vec<Setting> {
    let command = Arguments::command();
    let of_all = command.get_arguments().map(|arg| (arg, false));
    let of_serve = command
        .find_subcommand("serve")
        .into_iter()
        .flat_map(clap::Command::get_arguments)
        .map(|arg| (arg, true));
    of_all
        .chain(of_serve)
        .filter(|(arg, _)| !["config", "help", "version"].contains(&arg.get_id().as_str()))
        .filter_map(|(arg, of_serve)| {
            Some(Setting {
                name: arg.get_long()?.to_owned(),
                arg: arg.clone(),
                of_serve,
            })
        })
        .collect()
}

impl Setting {
    fn written(&self) -> Written {
        if matches!(
            self.arg.get_action(),
            ArgAction::SetTrue | ArgAction::SetFalse
        ) {
            return Written::YesNo;
        }
        let numbers = [
            TypeId::of::<u8>(),
            TypeId::of::<u16>(),
            TypeId::of::<u32>(),
            TypeId::of::<u64>(),
            TypeId::of::<usize>(),
            TypeId::of::<i32>(),
            TypeId::of::<i64>(),
            TypeId::of::<f64>(),
        ];
        let of: &ValueParser = self.arg.get_value_parser();
        match of.type_id() {
            of if of == TypeId::of::<bool>() => Written::YesNo,
            of if numbers.iter().any(|number| of == *number) => Written::Number,
            _ => Written::Text,
        }
    }

    fn is_path(&self) -> bool {
        self.arg.get_value_parser().type_id() == TypeId::of::<PathBuf>()
    }

    /// Whether it may be given more than once.
    fn is_list(&self) -> bool {
        matches!(self.arg.get_action(), ArgAction::Append)
    }
}

/// Whether others than its owner may read a file; `false` where there are no such rights, or no file.
pub fn others_may_read(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn asked(toml: &str, arguments: &[&str]) -> Result<Asked, Refused> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(toml.as_bytes()).unwrap();
        let path = file.path().display().to_string();
        let all = ["fieldwatch", "--config", &path];
        ask(all.iter().chain(arguments).map(OsString::from))
    }

    fn refused(toml: &str) -> String {
        match asked(toml, &["serve"]) {
            Err(Refused::File(sentence)) => sentence.split_once(", ").unwrap().1.to_owned(),
            Err(Refused::Usage(error)) => panic!("{error}"),
            Ok(_) => panic!("{toml} was taken"),
        }
    }

    #[test]
    fn the_command_line_goes_before_the_file_and_the_file_before_the_default() {
        let toml = "listen = '127.0.0.1:1'\nanswer-within = 20\ndatabase = 'sqlite:a'\n";
        let asked = asked(toml, &["serve", "--listen", "127.0.0.1:2"])
            .ok()
            .unwrap();
        let (_, serve) = asked.matches.subcommand().unwrap();
        let listen: &std::net::SocketAddr = serve.get_one("listen").unwrap();
        assert_eq!(listen.port(), 2);
        assert_eq!(serve.get_one::<u64>("answer_within"), Some(&20));
        let database = asked.matches.get_one::<String>("database").unwrap();
        assert_eq!(database, "sqlite:a");
        let zone = asked.matches.get_one::<String>("survey_zone").unwrap();
        assert_eq!(zone, "Asia/Karachi");
    }

    #[test]
    fn options_of_serve_are_passed_over_by_other_commands() {
        let asked = asked(
            "listen = '127.0.0.1:1'\ndatabase = 'sqlite:a'\n",
            &["user", "list"],
        );
        let asked = asked.ok().unwrap();
        let database = asked.matches.get_one::<String>("database").unwrap();
        assert_eq!(database, "sqlite:a");
    }

    #[test]
    fn a_database_on_the_command_line_goes_before_a_file_with_its_address() {
        let toml = "database-file = 'address'\n";
        let asked = asked(toml, &["--database", "sqlite:b", "serve"])
            .ok()
            .unwrap();
        assert_eq!(asked.matches.get_one::<PathBuf>("database_file"), None);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line_and_what_to_do() {
        assert!(
            refused("\nlisten = '127.0.0.1:1'\nlistne = 1\n")
                .starts_with("line 3: there is no option “listne”; did you mean “listen”?")
        );
        assert!(
            refused("answer-within = '10'\n")
                .starts_with("line 1: “answer-within” is a number; write it without quotes")
        );
        assert!(
            refused("# a comment\nlisten = 3000\n")
                .starts_with("line 2: “listen” is a text; write it in quotes")
        );
        let said = refused("answer-within = 9000\n");
        assert!(
            said.starts_with("line 1: “answer-within”: ") && said.contains("1..=600"),
            "{said}"
        );
        assert!(refused("listen = \n").starts_with("line 1: "));
        assert!(refused("[serve]\nlisten = 'x'\n").contains("no option “serve”"));
        let both = refused("database = 'sqlite:a'\ndatabase-file = 'b'\n");
        assert!(both.contains("keep one of them"), "{both}");
    }

    #[test]
    fn every_option_stands_in_the_example_with_its_explanation_and_can_be_read() {
        let example = example();
        for setting in settings() {
            let line = format!("\n#{} = ", setting.name);
            assert_eq!(example.matches(&line).count(), 1, "{}", setting.name);
            assert!(setting.arg.get_help().is_some(), "{}", setting.name);
        }
        let uncommented: String = example
            .lines()
            .map(|line| match line.strip_prefix('#') {
                Some(rest) if rest.starts_with(|c: char| c.is_ascii_lowercase()) => rest,
                _ => line,
            })
            .filter(|line| !line.starts_with("database-file"))
            .fold(String::new(), |all, line| all + line + "\n");
        let taken = asked(&uncommented, &["serve"]);
        let Err(Refused::File(sentence)) = taken else {
            assert!(taken.is_ok());
            return;
        };
        panic!("{sentence}\n{uncommented}");
    }
}
