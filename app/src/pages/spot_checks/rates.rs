//! Rates of spot checks as they are shown everywhere: the share, its range, what it was told from, and what is not known.

use crate::texts::{Text, spot_results as words};
use domain::lang::Lang;
use domain::number::{grouped, percent, permille};
use domain::spot_check::{Figures, Precision, QuestionType, Verdict, WeightedRate};
use leptos::prelude::*;

/// Fewer than so many say so in words beside their range.
const FEW: u32 = 10;

/// A share as people read it: one decimal.
pub fn share(share: f64) -> String {
    format!("{:.1}\u{a0}%", share * 100.0)
}

/// A share with its range: `12.5 % (3.1–38.0)`.
pub fn with_range(rate: &WeightedRate) -> String {
    let (low, high) = (rate.low * 100.0, rate.high * 100.0);
    format!("{} ({low:.1}–{high:.1})", share(rate.rate))
}

/// A cell of a table: the rate and what it was told from, or why there is none.
pub fn cell(lang: Lang, rate: Option<&WeightedRate>, none: Text) -> AnyView {
    let Some(rate) = rate else {
        return view! { <td class="num"><span class="hint">{none.say(lang)}</span></td> }
            .into_any();
    };
    let from = words::FROM.fill(lang, &[("count", &grouped(u64::from(rate.answered)))]);
    view! {
        <td class="num"><bdi>{with_range(rate)}</bdi> " " <small class="of">{from}</small></td>
    }
    .into_any()
}

/// What is not known of a rate, in sentences.
fn doubts(lang: Lang, rate: &WeightedRate) -> Vec<String> {
    let count = |count: u64| grouped(count);
    let mut said = Vec::new();
    if rate.answered < FEW {
        said.push(words::FEW.fill(lang, &[("count", &count(u64::from(rate.answered)))]));
    }
    if rate.cannot_tell > 0 {
        let values = [
            ("count", count(u64::from(rate.cannot_tell))),
            ("none", share(rate.if_none)),
            ("all", share(rate.if_all)),
        ];
        said.push(words::CANNOT_TELL.fill(lang, &values.each_ref().map(|(n, v)| (*n, v.as_str()))));
    }
    if rate.stands_for < rate.of_frame {
        let values = [
            ("part", count(rate.stands_for)),
            ("whole", count(rate.of_frame)),
        ];
        said.push(words::STANDS_FOR.fill(lang, &values.each_ref().map(|(n, v)| (*n, v.as_str()))));
    }
    said
}

/// Every rate of figures with what it is called, in the order in which they are shown.
pub fn rates_of(figures: &Figures) -> [(Text, Option<&WeightedRate>, Text); 7] {
    let error = |kind: QuestionType| {
        let rate = figures.errors[kind as usize].as_ref();
        (words::errors(kind), rate, words::NOT_COMPARED)
    };
    [
        (words::FOUND, figures.found.as_ref(), words::NOT_VISITED),
        (
            words::CONCORDANT,
            figures.concordant.as_ref(),
            words::NOT_TOLD,
        ),
        (words::GRAVE, figures.grave.as_ref(), words::NOT_TOLD),
        (
            words::FABRICATED,
            figures.fabricated.as_ref(),
            words::NOT_TOLD,
        ),
        error(QuestionType::One),
        error(QuestionType::Two),
        error(QuestionType::Three),
    ]
}

/// The spot-check rate: how many were decided of all that were completed. It is counted, not estimated, and has no range.
/// `of` says what of what.
pub fn checked(lang: Lang, of: Text, figures: &Figures) -> AnyView {
    let part = figures.checked;
    let counts = [("part", grouped(part.part)), ("whole", grouped(part.of))];
    let of = of.fill(lang, &counts.each_ref().map(|(n, v)| (*n, v.as_str())));
    // Rounded down, as every count of a count: nothing reads as complete that is not.
    let rate = permille(part.part, part.of).map(percent);
    view! { <td class="num"><bdi>{rate}</bdi> " " <small class="of">{of}</small></td> }.into_any()
}

fn drawn_and_visited(lang: Lang, text: Text, figures: &Figures) -> String {
    let values = [
        ("drawn", grouped(u64::from(figures.drawn))),
        ("visited", grouped(u64::from(figures.visited))),
    ];
    text.fill(lang, &values.each_ref().map(|(n, v)| (*n, v.as_str())))
}

/// What stands in place of rates while nothing was decided; `None` where there are rates.
pub fn nothing(lang: Lang, figures: &Figures) -> Option<String> {
    match (figures.drawn, figures.checked.part) {
        (0, _) => Some(words::NOTHING_DRAWN.say(lang).to_owned()),
        (_, 0) => Some(drawn_and_visited(lang, words::NONE_DECIDED, figures)),
        _ => None,
    }
}

/// How many were decided how.
pub fn verdicts(lang: Lang, figures: &Figures) -> String {
    let counted = Verdict::ALL
        .into_iter()
        .zip(figures.verdicts)
        .filter(|(_, count)| *count > 0)
        .map(|(of, count)| {
            let count = grouped(u64::from(count));
            format!("{} {count}", words::verdict(of).say(lang))
        });
    let separator = match lang {
        Lang::En => ", ",
        Lang::Ur => "، ",
    };
    let list = counted.collect::<Vec<_>>().join(separator);
    words::VERDICTS.fill(lang, &[("list", &list)])
}

/// All figures as a table, with what is not known of each. `title` names the table and its id.
pub fn summary(lang: Lang, id: &'static str, caption: String, figures: &Figures) -> AnyView {
    let title = format!("{id}-title");
    let rows = rates_of(figures)
        .into_iter()
        .map(|(name, rate, none)| {
            let said = match rate.map(|rate| doubts(lang, rate)) {
                None => String::new(),
                Some(said) if said.is_empty() => words::ALL_KNOWN.say(lang).to_owned(),
                Some(said) => said.join(" "),
            };
            view! {
                <tr>
                    <th scope="row">{name.say(lang)}</th>
                    {cell(lang, rate, none)}
                    <td class="words">{said}</td>
                </tr>
            }
        })
        .collect_view();
    let more = drawn_and_visited(lang, words::CHECKED_MORE, figures);
    view! {
        <p>{verdicts(lang, figures)}</p>
        <div class="scroll" role="region" aria-labelledby=title.clone() tabindex="0">
            <table id=id class="spot-rates">
                <caption id=title.clone()>{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words::MEASURE.say(lang)}</th>
                        <th scope="col" class="num">{words::VALUE.say(lang)}</th>
                        <th scope="col">{words::DOUBT.say(lang)}</th>
                    </tr>
                </thead>
                <tbody>
                    <tr>
                        <th scope="row">{words::CHECKED.say(lang)}</th>
                        {checked(lang, words::CHECKED_OF, figures)}
                        <td class="words">{more}</td>
                    </tr>
                    {rows}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

/// How good a check is, in sentences.
pub fn precision(lang: Lang, of: &Precision) -> String {
    let Some(rate) = of.of_all.as_ref() else {
        let drawn = grouped(u64::from(of.drawn));
        return words::PRECISION_NONE.fill(lang, &[("drawn", &drawn)]);
    };
    let (told, grave) = (grouped(of.of_drawn.of), grouped(of.of_drawn.part));
    let mut said = vec![
        words::PRECISION.fill(lang, &[("told", &told), ("grave", &grave)]),
        words::PRECISION_ALL.fill(lang, &[("rate", &with_range(rate))]),
    ];
    said.extend(doubts(lang, rate));
    said.join(" ")
}
