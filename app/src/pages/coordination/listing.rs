//! The parts that the lists of coordination have in common: the filter, and the table with what is said above and below it.

use crate::components::also_xlsx;
use crate::texts::Text;
use crate::texts::coordination as words;
use domain::lang::Lang;
use leptos::prelude::*;

/// The filter of a list: a form whose fields become the address.
pub struct Filter {
    /// The address of the list.
    pub action: &'static str,
    /// The address of all.
    pub reset: String,
    /// What was wrong with the address.
    pub problems: Option<AnyView>,
    /// The fields.
    pub fields: AnyView,
}

impl Filter {
    /// The form. What is chosen stands in the address of the list.
    pub fn view(self, lang: Lang) -> AnyView {
        self.sent(lang, "get")
    }

    /// The form of a list that is searched for people's words, which stand in no address.
    pub fn of_words(self, lang: Lang) -> AnyView {
        self.sent(lang, "post")
    }

    fn sent(self, lang: Lang, method: &'static str) -> AnyView {
        view! {
            <section class="filter no-print" aria-labelledby="filter-title">
                <h2 id="filter-title">{words::FILTER.say(lang)}</h2>
                {self.problems}
                <form id="filters" method=method action=self.action>
                    {self.fields}
                    <div class="field field-actions">
                        <button type="submit" class="button">{words::APPLY.say(lang)}</button>
                        <a id="filter-reset" href=self.reset>{words::RESET.say(lang)}</a>
                    </div>
                </form>
            </section>
        }
        .into_any()
    }
}

/// A field that chooses one of several: the word in the address, the words, whether it is chosen. `any` is the choice of none.
pub fn choice(
    name: &'static str,
    label: &'static str,
    any: Option<&'static str>,
    options: impl IntoIterator<Item = (&'static str, &'static str, bool)>,
) -> AnyView {
    let any = any.map(|any| view! { <option value="">{any}</option> });
    let options = options
        .into_iter()
        .map(|(code, said, is_chosen)| {
            view! { <option value=code selected=is_chosen>{said}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <select id=name name=name>{any} {options}</select>
        </div>
    }
    .into_any()
}

/// What is said above a list, with the ways to the same list as files.
pub fn total(lang: Lang, said: Option<String>, csv_href: &str, file: &'static str) -> AnyView {
    // Without a sentence nothing of it is for paper.
    let style = said.is_none().then_some("no-print");
    let said = said.map(|said| view! { <strong>{said}</strong> " " });
    view! {
        <p id="total" class=style>
            {said}
            <a class="no-print" href=csv_href.to_owned() download=file>{words::DOWNLOAD.say(lang)}</a>
            <span class="no-print">{also_xlsx(lang, csv_href)}</span>
        </p>
    }
    .into_any()
}

/// A table that is moved sideways where it is too wide.
pub struct Listing {
    /// The table's id; its caption's is this with `-title`.
    pub id: &'static str,
    /// What it lists, and in which order.
    pub caption: Text,
    /// The heads of its columns.
    pub heads: Vec<Head>,
    /// Its rows.
    pub rows: AnyView,
}

/// The head of a column.
#[derive(Clone, Copy)]
pub struct Head {
    text: Text,
    class: Option<&'static str>,
}

impl Head {
    /// Of words.
    pub fn words(text: Text) -> Head {
        Head { text, class: None }
    }

    /// Of numbers.
    pub fn numbers(text: Text) -> Head {
        let class = Some("num");
        Head { text, class }
    }

    /// Of what can be clicked: not on paper.
    pub fn action(text: Text) -> Head {
        let class = Some("no-print");
        Head { text, class }
    }

    /// The head.
    pub fn view(self, lang: Lang) -> AnyView {
        view! { <th scope="col" class=self.class>{self.text.say(lang)}</th> }.into_any()
    }
}

impl Listing {
    /// The table.
    pub fn view(self, lang: Lang) -> AnyView {
        let title = format!("{}-title", self.id);
        let heads = self
            .heads
            .into_iter()
            .map(|head| head.view(lang))
            .collect_view();
        view! {
            <div class="scroll" role="region" aria-labelledby=title.clone() tabindex="0">
                <table id=self.id>
                    <caption id=title.clone()>{self.caption.say(lang)}</caption>
                    <thead>
                        <tr>{heads}</tr>
                    </thead>
                    <tbody>{self.rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    }
}

/// The way to the next page of a list.
pub fn next(lang: Lang, href: Option<String>) -> Option<AnyView> {
    let href = href?;
    Some(
        view! {
            <p class="under-table no-print"><a rel="next" href=href>{words::MORE.say(lang)}</a></p>
        }
        .into_any(),
    )
}

/// The history of a district's stages or of a case: when, by whom, and `heads` of what is said of each.
pub struct History {
    /// The table's id.
    pub id: &'static str,
    /// The address of the same as a file, and the file's name.
    pub file: (String, &'static str),
    /// The survey's zone.
    pub zone: String,
    /// The columns after the first two.
    pub heads: Vec<Text>,
    /// Its rows.
    pub rows: AnyView,
}

impl History {
    /// The section.
    pub fn view(self, lang: Lang) -> AnyView {
        let (csv, name) = self.file;
        let heads = self
            .heads
            .into_iter()
            .map(|head| view! { <th scope="col">{head.say(lang)}</th> })
            .collect_view();
        view! {
            <section>
                <h2>{words::HISTORY.say(lang)}</h2>
                <p class="downloads no-print">
                    <a href=csv.clone() download=name>{words::DOWNLOAD.say(lang)}</a>
                    {also_xlsx(lang, &csv)}
                </p>
                <div class="scroll" role="region" aria-labelledby="history-title" tabindex="0">
                    <table id=self.id>
                        <caption id="history-title" class="visually-hidden">{words::HISTORY.say(lang)}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{words::AT.fill(lang, &[("zone", &self.zone)])}</th>
                                <th scope="col">{words::BY.say(lang)}</th>
                                {heads}
                            </tr>
                        </thead>
                        <tbody>{self.rows}</tbody>
                    </table>
                </div>
            </section>
        }
        .into_any()
    }
}
