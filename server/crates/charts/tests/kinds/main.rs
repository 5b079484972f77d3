//! What each kind of chart shows of its figures, and what it refuses.

#![allow(clippy::unwrap_used)] // A failed unwrap here is a failed test.

mod bars;
mod forecast;
mod funnel;
mod heat;
mod histogram;
mod multiples;

use charts::*;
use domain::coverage::Class;
use domain::cube::Progress;
use domain::lang::Lang;
use domain::peers::ShareFunnel;
use domain::time::SurveyDay;

const IDS: ChartIds<'static> = ChartIds {
    title: "t",
    description: "d",
};

/// The elements of a class, from the tag to its end.
fn of_class<'s>(svg: &'s str, class: &str) -> Vec<&'s str> {
    svg.split('<')
        .filter(|piece| piece.contains(&format!(" class=\"{class}\"")))
        .collect()
}

/// The words of a class.
fn words<'s>(svg: &'s str, class: &str) -> Vec<&'s str> {
    of_class(svg, class)
        .into_iter()
        .filter(|piece| piece.starts_with("text"))
        .map(|piece| piece.split_once('>').unwrap().1)
        .collect()
}

/// How many separate shapes the paths of a class draw.
fn shapes(svg: &str, class: &str) -> usize {
    let paths = of_class(svg, class);
    paths.iter().map(|path| path.matches('M').count()).sum()
}

fn number(element: &str, name: &str) -> i32 {
    let from = element.find(&format!(" {name}=\"")).unwrap() + name.len() + 3;
    element[from..].split('"').next().unwrap().parse().unwrap()
}

fn cells(row: &[Option<String>]) -> Vec<&str> {
    row.iter()
        .map(|cell| cell.as_deref().unwrap_or("–"))
        .collect()
}
