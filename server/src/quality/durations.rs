//! Durations of interviews by household size and by form: tables, since quartiles of a few kinds read better side by side than drawn.

use super::pictures::{Part, held};
use crate::disclosure::Block;
use api::figure::Figure;
use app::texts::quality as texts;
use domain::lang::Lang;
use domain::measures::{Figures, amount};
use domain::number::grouped;
use domain::peers::{Basis, SizeClass};
use domain::text::Text;

/// By household size, and by form where tools say which.
pub fn tables(lang: Lang, part: Part<'_>) -> Vec<Figure> {
    // Household size is an answer; a form's version is not, but few interviews are a few households.
    let held_back = part.disclosure.withholds(Block::Sizes, part.area);
    let mut all = match held_back {
        true => vec![held(lang, "by-size", texts::BY_SIZE.say(lang).to_owned())],
        false => vec![by_size(lang, part.figures)],
    };
    all.extend(by_form(lang, part).filter(|_| !held_back));
    all
}

fn by_size(lang: Lang, figures: &Figures) -> Figure {
    let rows = SizeClass::ALL.into_iter().filter_map(|class| {
        let name = texts::size(class).say(lang).to_owned();
        row(name, figures.durations(&[class]))
    });
    table(lang, "by-size", texts::BY_SIZE, texts::SIZE, rows.collect())
}

/// By the version of the form, in the order in which versions were first received. A version that nobody filled in whole has no line.
fn by_form(lang: Lang, part: Part<'_>) -> Option<Figure> {
    let forms = part.now.quality.by_form(part.area, part.period);
    let rows: Vec<_> = forms
        .into_iter()
        .filter_map(|(form, sums)| {
            let figures = Figures {
                sums,
                ..Figures::default()
            };
            let durations = figures.durations(&SizeClass::ALL);
            let are_few = part.disclosure.are_few(durations.1.iter().sum());
            row(part.now.forms.name(form), durations).filter(|_| !are_few)
        })
        .collect();
    (!rows.is_empty()).then(|| table(lang, "by-form", texts::BY_FORM, texts::FORM, rows))
}

/// A line: how many interviews, and their quartiles in minutes; `None` of no interview.
fn row(name: String, (basis, bins): (Basis, Vec<u64>)) -> Option<Vec<String>> {
    let at = |share: f64| Some(amount(basis, &bins, share)?.written());
    let interviews = grouped(bins.iter().sum());
    Some(vec![name, interviews, at(0.25)?, at(0.5)?, at(0.75)?])
}

fn table(lang: Lang, id: &'static str, title: Text, first: Text, rows: Vec<Vec<String>>) -> Figure {
    let columns = [
        first,
        texts::INTERVIEWS,
        texts::FIRST_QUARTILE,
        texts::MEDIAN_COLUMN,
        texts::THIRD_QUARTILE,
    ];
    Figure {
        id,
        title: title.say(lang).to_owned(),
        description: texts::OF_DURATIONS.say(lang).to_owned(),
        svg: None,
        columns: columns.map(|column| column.say(lang).to_owned()).to_vec(),
        rows,
        links: Vec::new(),
        runs_as_read: false,
    }
}
